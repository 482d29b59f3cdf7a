'use client'

import { useState, type ReactNode } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { Sheet } from '@/app/_components/sheet'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'

type Props = {
  run: Parameters<typeof useFormAction>[0]
  /** What is sent along with the reason. */
  about: Record<string, string>
  button: string
  /** What the button is about, for those who hear it among others of its kind. */
  of?: string
  look?: 'plain' | 'soft' | 'primary'
  title: string
  pendingLabel: string
  /** What is asked for, where it is no reason. */
  label?: string
  hint?: string
  /** What it does to whom. */
  children: ReactNode
}

/** A button that asks why before it does anything. */
export function ReasonForm({
  run,
  about,
  button,
  of,
  look = 'plain',
  title,
  pendingLabel,
  label = '이유',
  hint,
  children,
}: Props) {
  const { state, pending, form } = useFormAction(run)
  const [opened, setOpened] = useState<{ after: typeof state } | null>(null)
  // What was done closes it, until it is opened again.
  const open = opened !== null && !(state?.ok && state !== opened.after)
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpened({ after: state })}
        className={buttonClass(look, 'regular', 'shrink-0')}
      >
        {button}
        {of ? <span className="sr-only"> {of}</span> : null}
      </button>
      <Sheet open={open} title={title} onClose={() => setOpened(null)}>
        {/* Not before it is open: several on a page would share the ids of their fields. */}
        {open ? (
          <>
            <div className="mt-2 text-label text-ink-soft">{children}</div>
            <form {...form} className="mt-4 space-y-5">
              {Object.entries(about).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <Field
                name="reason"
                label={label}
                hint={hint}
                maxLength={200}
                autoComplete="off"
                error={state?.fields?.reason}
              />
              {state && !state.ok && !state.fields ? (
                <Notice tone="danger" live="alert">
                  {state.message}
                </Notice>
              ) : null}
              <SubmitButton pending={pending} pendingLabel={pendingLabel}>
                {button}
              </SubmitButton>
            </form>
          </>
        ) : null}
      </Sheet>
    </>
  )
}
