import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Won } from '@/app/_components/won'

type Props = {
  href: string
  title: ReactNode
  caption?: ReactNode
  amount: bigint
  /** Under the amount: what was left after it. */
  after?: ReactNode
  flow?: boolean
}

/** A figure of the book that leads to what it is made of. */
export function BookRow({ href, title, caption, amount, after, flow }: Props) {
  return (
    <li>
      <Link href={href} className="-mx-2 flex items-center gap-3 rounded-control px-2 py-3 hover:bg-sunken">
        <span className="min-w-0 flex-1">
          <span className="block truncate text-label font-medium">{title}</span>
          {caption ? <span className="block truncate text-caption text-ink-faint">{caption}</span> : null}
        </span>
        <span className="text-right">
          <Won amount={amount} flow={flow} className="block text-label font-semibold" />
          {after ? <span className="block text-caption text-ink-faint">{after}</span> : null}
        </span>
        <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
      </Link>
    </li>
  )
}
