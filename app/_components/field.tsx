import clsx from 'clsx'
import type { InputHTMLAttributes, ReactNode } from 'react'

export const fieldClass = clsx(
  'w-full min-h-13 rounded-control bg-surface px-4 text-body text-ink placeholder:text-ink-faint',
  'ring-1 ring-inset ring-line-strong transition-shadow outline-none',
  'focus-visible:ring-2 focus-visible:ring-brand aria-invalid:ring-danger',
)

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'name'> & {
  name: string
  label: string
  hint?: ReactNode
  error?: string
  trailing?: ReactNode
}

/** A labelled input whose hint and error are read together with it. */
export function Field({ name, label, hint, error, trailing, className, ...input }: Props) {
  const described = [hint ? `${name}-hint` : null, error ? `${name}-error` : null].filter(Boolean).join(' ')
  return (
    <div>
      <label htmlFor={name} className="mb-1.5 block text-label font-medium text-ink-soft">
        {label}
      </label>
      <div className="relative">
        <input
          id={name}
          name={name}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={clsx(fieldClass, trailing && 'pr-18', className)}
          {...input}
        />
        {trailing}
      </div>
      <FieldHelp name={name} hint={hint} error={error} />
    </div>
  )
}

/** What is read together with a field: its error, else its hint. */
export function FieldHelp({ name, hint, error }: { name: string; hint?: ReactNode; error?: string }) {
  if (error) {
    return (
      <p id={`${name}-error`} className="mt-1.5 text-caption font-medium text-danger">
        {error}
      </p>
    )
  }
  if (!hint) return null
  return (
    <p id={`${name}-hint`} className="mt-1.5 text-caption text-ink-faint">
      {hint}
    </p>
  )
}
