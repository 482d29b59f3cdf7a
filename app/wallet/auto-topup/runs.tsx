import Link from 'next/link'
import { Card } from '@/app/_components/card'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { Order } from '@/lib/charge/order'
import { outcomeOf } from '../charge/[orderId]/outcome'

/** The latest times that a card was charged, or was to be. */
export function Runs({ runs }: { runs: Order[] }) {
  return (
    <Card as="section" labelledBy="runs" className="py-3">
      <h2 id="runs" className="pt-1 text-title font-semibold">
        최근 자동충전
      </h2>
      {runs.length === 0 ? (
        <p className="py-3 text-label text-ink-soft">
          아직 자동충전한 적이 없어요. 충전하면 바로 알려 드려요.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {runs.map((run) => (
            <li key={run.orderId}>
              <Link
                href={`/wallet/charge/${run.orderId}`}
                className="-mx-2 flex min-h-11 items-baseline justify-between gap-4 rounded-control px-2 py-3 text-label hover:bg-sunken"
              >
                <span className="text-ink-soft">
                  {outcomeOf(run).title} · <When at={run.approvedAt ?? run.createdAt} />
                </span>
                <Won amount={run.amount} className="font-semibold" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
