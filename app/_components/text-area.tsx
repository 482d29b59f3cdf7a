import type { TextareaHTMLAttributes } from 'react'
import { fieldClass, FieldHelp } from './field'

type Props = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'name'> & {
  name: string
  label: string
  hint?: string
  error?: string
}

/** A labelled field for more than a line. */
export function TextArea({ name, label, hint, error, ...area }: Props) {
  const described = [hint ? `${name}-hint` : null, error ? `${name}-error` : null].filter(Boolean).join(' ')
  return (
    <div>
      <label htmlFor={name} className="mb-1.5 block text-label font-medium text-ink-soft">
        {label}
      </label>
      <textarea
        id={name}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className={`${fieldClass} py-3`}
        {...area}
      />
      <FieldHelp name={name} hint={hint} error={error} />
    </div>
  )
}
