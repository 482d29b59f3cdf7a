'use client'

import { josa } from 'es-hangul'
import { useState } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { Sheet } from '@/app/_components/sheet'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import type { Switch } from '@/lib/settings/switches'
import { flipAction } from './actions'

type Props = { which: Switch; title: string; stops: string; on: boolean }

/** Stops something for everybody, or lets it go on; never without a reason. */
export function SwitchForm({ which, title, stops, on }: Props) {
  const [asked, setAsked] = useState<boolean | null>(null)
  const { state, pending, form } = useFormAction(flipAction)
  const open = asked === on
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setAsked(on)}
        className={buttonClass(on ? 'plain' : 'soft', 'regular', 'shrink-0')}
      >
        {on ? '멈추기' : '다시 열기'}
        <span className="sr-only"> {title}</span>
      </button>
      <Sheet
        open={open}
        title={`${josa(title, '을/를')} ${on ? '멈출까요?' : '다시 열까요?'}`}
        onClose={() => setAsked(null)}
      >
        {/* Not before it is open: the four of them would share the ids of their fields. */}
        {open ? (
          <>
            <p className="mt-2 text-label text-ink-soft">
              {on ? `${stops} 모든 이용자에게 바로 적용돼요.` : '모든 이용자가 바로 다시 쓸 수 있어요.'}
            </p>
            <form {...form} className="mt-4 space-y-5">
              <input type="hidden" name="which" value={which} />
              <input type="hidden" name="on" value={on ? 'no' : 'yes'} />
              <Field
                name="reason"
                label="이유"
                maxLength={200}
                autoComplete="off"
                error={state?.fields?.reason}
              />
              {state && !state.ok && !state.fields ? (
                <Notice tone="danger" live="alert">
                  {state.message}
                </Notice>
              ) : null}
              <SubmitButton pending={pending} pendingLabel="적용하고 있어요">
                {on ? '멈추기' : '다시 열기'}
              </SubmitButton>
            </form>
          </>
        ) : null}
      </Sheet>
    </>
  )
}
