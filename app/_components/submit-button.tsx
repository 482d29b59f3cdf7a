import type { ReactNode } from 'react'
import { buttonClass } from './button'
import { Spinner } from './spinner'

type Props = {
  children: ReactNode
  pending: boolean
  pendingLabel: string
  disabled?: boolean
  className?: string
  tone?: 'primary' | 'plain'
}

/** Locks while its form is on the way and says so in words. */
export function SubmitButton({
  children,
  pending,
  pendingLabel,
  disabled,
  className,
  tone = 'primary',
}: Props) {
  return (
    <button
      type="submit"
      disabled={disabled || pending}
      className={buttonClass(tone, 'large', `w-full ${className ?? ''}`)}
    >
      {pending ? (
        <>
          <Spinner className="size-5" />
          {pendingLabel}
        </>
      ) : (
        children
      )}
    </button>
  )
}
