import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/app/_components/card'

type SectionProps = { id: string; title: string; wide?: boolean; children: ReactNode }

/** A card of the morning's page. */
export function Section({ id, title, wide, children }: SectionProps) {
  return (
    <Card as="section" labelledBy={id} className={clsx('min-w-0', wide && 'tablet:col-span-2')}>
      <h2 id={id} className="mb-1 text-label font-semibold text-ink-soft">
        {title}
      </h2>
      {children}
    </Card>
  )
}

type LineProps = {
  label: string
  value: ReactNode
  note?: ReactNode
  /** `risk`: money may be lost. `due`: somebody has to do something. */
  tone?: 'risk' | 'due' | 'calm'
  /** Where it is dealt with; none for those who may not go there. */
  href?: string
}

/** One thing to know, with the way to it. */
export function Line({ label, value, note, tone = 'calm', href }: LineProps) {
  const row = (
    <>
      <span className="min-w-0 flex-1">
        <span className="block text-label font-medium">{label}</span>
        {note ? <span className="block text-caption text-ink-soft">{note}</span> : null}
      </span>
      <span
        className={clsx(
          'shrink-0 text-right text-label font-semibold tabular-nums',
          { risk: 'text-danger', due: 'text-caution', calm: 'text-ink' }[tone],
        )}
      >
        {value}
      </span>
      {href ? <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden="true" /> : null}
    </>
  )
  return (
    <li>
      {href ? (
        <Link href={href} className="flex min-h-13 items-center gap-3 py-2">
          {row}
        </Link>
      ) : (
        <div className="flex min-h-13 items-center gap-3 py-2">{row}</div>
      )}
    </li>
  )
}
