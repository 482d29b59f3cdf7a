import clsx from 'clsx'
import type { ReactNode } from 'react'

type Choice = { value: string; title: string; text?: ReactNode }

type Props = {
  name: string
  legend: string
  choices: Choice[]
  initial?: string
  error?: string
  columns?: string
  onChoose?: (value: string) => void
}

/** One of a few, each with what it means beside it. */
export function ChoiceGroup({ name, legend, choices, initial, error, columns, onChoose }: Props) {
  return (
    <fieldset
      role="radiogroup"
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${name}-error` : undefined}
      tabIndex={error ? -1 : undefined}
      className="outline-none"
    >
      <legend className="mb-1.5 text-label font-medium text-ink-soft">{legend}</legend>
      <div className={clsx('grid gap-2', columns)}>
        {choices.map(({ value, title, text }) => (
          <label
            key={value}
            className="flex min-h-13 cursor-pointer items-center gap-3 rounded-control bg-surface px-4 py-3 ring-1 ring-line-strong transition-shadow ring-inset has-checked:bg-brand-soft has-checked:ring-2 has-checked:ring-brand has-focus-visible:ring-2 has-focus-visible:ring-brand"
          >
            <input
              type="radio"
              name={name}
              value={value}
              required
              defaultChecked={value === initial}
              onChange={onChoose && (() => onChoose(value))}
              className="size-4.5 shrink-0 accent-brand"
            />
            <span className="min-w-0">
              <span className="block text-label font-medium">{title}</span>
              {text ? <span className="block text-caption text-ink-soft">{text}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${name}-error`} className="mt-1.5 text-caption font-medium text-danger">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
