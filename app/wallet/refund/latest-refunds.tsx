import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Card } from '@/app/_components/card'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { PlacedRefund } from '@/lib/refund/read'
import { methodName } from '../method-name'
import { STATE_NAMES } from './refund-state'

const LOOKS: Record<PlacedRefund['status'], string> = {
  REFUNDING: 'text-caution',
  DONE: 'text-ink-soft',
  FAILED: 'text-danger',
}

/** What was given back of late, or is on its way. */
export function LatestRefunds({ refunds, now }: { refunds: PlacedRefund[]; now: Date }) {
  if (refunds.length === 0) return null
  return (
    <Card as="section" labelledBy="latest-refunds" className="pb-3 tablet:pb-4">
      <h2 id="latest-refunds" className="text-title font-semibold">
        최근 환불
      </h2>
      <ul className="mt-1 divide-y divide-line">
        {refunds.map(({ refundId, batchId, method, requestedAt, amount, status }) => (
          <li key={refundId}>
            <Link
              href={`/wallet/refund/${batchId}`}
              className="-mx-2 flex items-center gap-3 rounded-control px-2 py-3.5 hover:bg-sunken"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate text-label font-medium">
                  {method ? methodName(method) : '결제한 수단'}
                </span>
                <span className="block text-caption text-ink-faint">
                  <When at={requestedAt} now={now} />
                </span>
              </span>
              <span className="text-right">
                <Won amount={amount} className="block text-label font-semibold" />
                <span className={clsx('block text-caption', LOOKS[status])}>{STATE_NAMES[status]}</span>
              </span>
              <ChevronRight className="size-4 text-ink-faint" aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
