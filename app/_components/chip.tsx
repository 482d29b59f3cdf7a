import clsx from 'clsx'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** A filter that lives in the URL. */
export function ChipLink({ href, active, children }: { href: string; active: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      scroll={false}
      replace
      aria-current={active ? 'true' : undefined}
      className={clsx(
        'inline-flex min-h-11 items-center rounded-full px-4 text-label font-medium whitespace-nowrap',
        active ? 'bg-ink text-canvas' : 'bg-surface text-ink-soft ring-1 ring-inset ring-line hover:text-ink',
      )}
    >
      {children}
    </Link>
  )
}
