import type { ReactNode } from 'react'

/** Around a table that may be wider than a phone: it scrolls sideways by itself, by keyboard as well. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="-mx-1 overflow-x-auto rounded-control px-1">
      {children}
    </div>
  )
}
