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
  title: string
  pendingLabel: string
  hint?: string
  /** What it does to whom. */
  children: ReactNode
}

/** A button that asks why before it does anything. */
export function ReasonForm({ run, about, button, title, pendingLabel, hint, children }: Props) {
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
        className={buttonClass('plain', 'regular')}
      >
        {button}
      </button>
      <Sheet open={open} title={title} onClose={() => setOpened(null)}>
        <div className="mt-2 text-label text-ink-soft">{children}</div>
        <form {...form} className="mt-4 space-y-5">
          {Object.entries(about).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Field
            name="reason"
            label="이유"
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
      </Sheet>
    </>
  )
}
