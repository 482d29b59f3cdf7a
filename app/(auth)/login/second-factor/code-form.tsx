'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'

type Props = {
  run: Parameters<typeof useFormAction>[0]
  next: string
  /** What is enrolled, sealed; not where a code is all that is asked. */
  offer?: string
  label: string
  hint: string
  button: string
}

export function CodeForm({ run, next, offer, label, hint, button }: Props) {
  const { state, pending, form } = useFormAction(run)
  return (
    <form {...form} className="mt-6 space-y-5">
      {state && !state.ok && state.message && !state.fields?.code ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <input type="hidden" name="next" value={next} />
      {offer ? <input type="hidden" name="offer" value={offer} /> : null}
      <Field
        name="code"
        label={label}
        inputMode={offer ? 'numeric' : 'text'}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={offer ? 7 : 20}
        hint={hint}
        error={state?.fields?.code}
        className="text-center text-title font-semibold tracking-[0.2em] tabular-nums"
      />
      <SubmitButton pending={pending} pendingLabel="확인하고 있어요">
        {button}
      </SubmitButton>
    </form>
  )
}
