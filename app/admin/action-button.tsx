'use client'

import { buttonClass } from '@/app/_components/button'
import { useFormAction } from '@/app/_components/use-form-action'

type Props = {
  run: Parameters<typeof useFormAction>[0]
  /** What is sent along. */
  about?: Record<string, string>
  pendingLabel: string
  children: string
}

/** A button that does one thing at once, and says under itself why it could not. */
export function ActionButton({ run, about = {}, pendingLabel, children }: Props) {
  const { state, pending, form } = useFormAction(run)
  return (
    <form {...form}>
      {Object.entries(about).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" disabled={pending} className={buttonClass('plain')}>
        {pending ? pendingLabel : children}
      </button>
      {state && !state.ok ? (
        <p role="alert" className="mt-1 text-caption text-danger">
          {state.message}
        </p>
      ) : null}
    </form>
  )
}
