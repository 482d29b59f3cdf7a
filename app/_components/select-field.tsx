import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import type { ReactNode, SelectHTMLAttributes } from 'react'
import { fieldClass, FieldHelp } from './field'

type Props = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'name'> & {
  name: string
  label: string
  hint?: ReactNode
  error?: string
}

/** A labelled choice of one, the browser's own picker behind it. */
export function SelectField({ name, label, hint, error, className, children, ...select }: Props) {
  const described = [hint ? `${name}-hint` : null, error ? `${name}-error` : null].filter(Boolean).join(' ')
  return (
    <div className={className}>
      <label htmlFor={name} className="mb-1.5 block text-label font-medium text-ink-soft">
        {label}
      </label>
      <span className="relative block">
        <select
          id={name}
          name={name}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={clsx(fieldClass, 'appearance-none pr-10')}
          {...select}
        >
          {children}
        </select>
        <ChevronDown
          className="pointer-events-none absolute top-1/2 right-3.5 size-4 -translate-y-1/2 text-ink-faint"
          aria-hidden="true"
        />
      </span>
      <FieldHelp name={name} hint={hint} error={error} />
    </div>
  )
}
