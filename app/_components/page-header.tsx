import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

type Props = { title: string; back?: { href: string; label: string }; children?: ReactNode }

export function PageHeader({ title, back, children }: Props) {
  return (
    <header className="mb-5 tablet:mb-7">
      {back ? (
        <Link
          href={back.href}
          className="-ml-2 inline-flex min-h-11 items-center gap-1 rounded-control pr-3 pl-1 text-label text-ink-soft hover:text-ink"
        >
          <ChevronLeft className="size-5" aria-hidden="true" />
          {back.label}
        </Link>
      ) : null}
      <h1 className="text-heading font-bold">{title}</h1>
      {children ? <div className="mt-1 text-label text-ink-soft">{children}</div> : null}
    </header>
  )
}
