import { FlowMark } from '@/app/_components/flow-mark'
import { kstClock, kstDate, kstMonthName } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import type { HistoryItem } from '@/lib/ledger/read'
import type { Month } from './months'

type Props = { month: Month; onOpen: (item: HistoryItem) => void }

export function MonthSection({ month, onOpen }: Props) {
  const heading = `month-${month.month}`
  return (
    <section
      aria-labelledby={heading}
      className="rounded-card bg-surface px-5 pt-4 pb-2 shadow-card ring-1 ring-line/70 tablet:px-6"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line pb-3">
        <h2 id={heading} className="text-title font-semibold">
          {kstMonthName(month.month)}
        </h2>
        <dl className="flex gap-4 text-caption">
          <div className="flex gap-1.5">
            <dt className="text-ink-soft">들어온 돈</dt>
            <dd className="font-semibold">
              <Won amount={month.incoming} />
            </dd>
          </div>
          <div className="flex gap-1.5">
            <dt className="text-ink-soft">나간 돈</dt>
            <dd className="font-semibold">
              <Won amount={-month.outgoing} />
            </dd>
          </div>
        </dl>
      </div>
      <ul className="divide-y divide-line">
        {month.items.map((item) => (
          <li key={item.id}>
            <HistoryRow item={item} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function HistoryRow({ item, onOpen }: { item: HistoryItem; onOpen: (item: HistoryItem) => void }) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={() => onOpen(item)}
      className="-mx-2 flex w-[calc(100%+1rem)] items-center gap-3.5 rounded-control px-2 py-3.5 text-left hover:bg-sunken"
    >
      <FlowMark incoming={item.amount > 0n} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-label font-medium">{item.title}</span>
        <span className="block text-caption text-ink-faint">
          {kstDate(item.occurredAt)} {kstClock(item.occurredAt)}
        </span>
      </span>
      <span className="text-right">
        <Won amount={item.amount} flow className="block text-label font-semibold" />
        <span className="block text-caption text-ink-faint">
          <span className="sr-only">잔액 </span>
          <Won amount={item.balanceAfter} />
        </span>
      </span>
    </button>
  )
}
