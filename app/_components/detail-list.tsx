import type { ReactNode } from 'react'

/** Rows of label and value, as on a receipt. */
export function DetailList({ rows }: { rows: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="divide-y divide-line">
      {rows.map((row) => (
        <div key={row.label} className="flex items-baseline justify-between gap-6 py-3 text-label">
          <dt className="shrink-0 text-ink-soft">{row.label}</dt>
          <dd className="min-w-0 text-right font-medium">{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
