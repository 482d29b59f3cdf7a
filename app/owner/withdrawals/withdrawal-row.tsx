import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { SentWithdrawal } from '@/lib/withdrawal/read'
import { STATE_LOOKS, STATE_NAMES } from './withdrawal-state'

export function WithdrawalRow({ withdrawal, now }: { withdrawal: SentWithdrawal; now: Date }) {
  const { withdrawalId, account, requestedAt, amount, status } = withdrawal
  return (
    <li>
      <Link
        href={`/owner/withdrawals/${withdrawalId}`}
        className="-mx-2 flex items-center gap-3 rounded-control px-2 py-3.5 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate text-label font-medium tabular-nums">{account}</span>
          <span className="block text-caption text-ink-faint">
            <When at={requestedAt} now={now} />
          </span>
        </span>
        <span className="text-right">
          <Won amount={amount} className="block text-label font-semibold" />
          <span className={clsx('block text-caption', STATE_LOOKS[status])}>{STATE_NAMES[status]}</span>
        </span>
        <ChevronRight className="size-4 text-ink-faint" aria-hidden="true" />
      </Link>
    </li>
  )
}
