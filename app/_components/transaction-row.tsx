import Link from 'next/link'
import type { HistoryItem } from '@/lib/ledger/read'
import { FlowMark } from './flow-mark'
import { receiptPath } from './receipt-path'
import { When } from './when'
import { Won } from './won'

/** A line of the recent history; opens its receipt. */
export function TransactionRow({ item, now }: { item: HistoryItem; now: Date }) {
  return (
    <li>
      <Link
        href={receiptPath(item)}
        className="-mx-2 flex items-center gap-3.5 rounded-control px-2 py-3.5 hover:bg-sunken"
      >
        <FlowMark incoming={item.amount > 0n} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-label font-medium">{item.title}</span>
          <span className="block text-caption text-ink-faint">
            <When at={item.occurredAt} now={now} />
          </span>
        </span>
        <span className="text-right">
          <Won amount={item.amount} flow className="block text-label font-semibold" />
          <Won amount={item.balanceAfter} className="block text-caption text-ink-faint" />
        </span>
      </Link>
    </li>
  )
}
