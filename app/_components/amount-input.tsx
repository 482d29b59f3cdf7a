'use client'

import { useLayoutEffect, useRef, type ReactNode } from 'react'

type Props = {
  name: string
  label: string
  /** Whole won, or null for an empty field. */
  amount: bigint | null
  onText: (text: string) => void
  invalid: boolean
  describedBy: string
  children?: ReactNode
}

const grouped = new Intl.NumberFormat('ko-KR')

const countDigits = (text: string) => text.replace(/\D/g, '').length

/** Where the caret stands when this many digits follow it. */
function caretBefore(text: string, digitsAfter: number): number {
  let caret = text.length
  while (caret > 0 && countDigits(text.slice(caret)) < digitsAfter) caret--
  return caret
}

/** A large field for won: groups digits as they are typed and sends plain digits with its form. */
export function AmountInput({ name, label, amount, onText, invalid, describedBy, children }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const digitsAfterCaret = useRef<number | null>(null)

  // Grouping rewrites the text, which would throw the caret to its end.
  useLayoutEffect(() => {
    if (!field.current || digitsAfterCaret.current === null) return
    const caret = caretBefore(field.current.value, digitsAfterCaret.current)
    field.current.setSelectionRange(caret, caret)
    digitsAfterCaret.current = null
  })

  return (
    <div>
      <label htmlFor={`${name}-field`} className="text-label font-medium text-ink-soft">
        {label}
      </label>
      <label
        htmlFor={`${name}-field`}
        className="mt-1 flex cursor-text items-baseline gap-0.5 border-b-2 border-line-strong pb-1.5 text-figure font-bold has-focus-visible:border-brand has-aria-invalid:border-danger"
      >
        <input
          id={`${name}-field`}
          ref={field}
          inputMode="numeric"
          autoComplete="off"
          enterKeyHint="done"
          placeholder="0"
          value={amount === null ? '' : grouped.format(amount)}
          onChange={(event) => {
            digitsAfterCaret.current = countDigits(
              event.target.value.slice(event.target.selectionEnd ?? undefined),
            )
            onText(event.target.value)
          }}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          className="field-sizing-content max-w-[calc(100%-2.5rem)] min-w-6 bg-transparent tabular-nums outline-none placeholder:text-ink-faint/60"
        />
        <span aria-hidden="true">원</span>
      </label>
      <input type="hidden" name={name} value={amount === null ? '' : String(amount)} />
      {children}
    </div>
  )
}
