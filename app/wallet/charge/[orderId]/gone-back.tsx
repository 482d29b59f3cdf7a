import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { formatWon } from '@/lib/money'
import type { Refund } from '@/lib/refund/refund'
import { STATE_NAMES } from '../../refund/refund-state'

type Props = { orderId: string; refundable: bigint; refunds: Refund[] }

/** What of a charge went back, each time with its state, and the way to the rest. */
export function GoneBack({ orderId, refundable, refunds }: Props) {
  return (
    <>
      {refunds.length > 0 ? (
        <Card as="section" labelledBy="gone-back" className="mt-4 py-3">
          <h2 id="gone-back" className="pt-1 text-label font-semibold">
            이 충전의 환불
          </h2>
          <ul className="divide-y divide-line">
            {refunds.map(({ refundId, batchId, amount, status, requestedAt }) => (
              <li key={refundId}>
                <Link
                  href={`/wallet/refund/${batchId}`}
                  className="-mx-2 flex items-baseline justify-between gap-4 rounded-control px-2 py-3 text-label hover:bg-sunken"
                >
                  <span className="text-ink-soft">
                    {STATE_NAMES[status]} · <When at={requestedAt} />
                  </span>
                  <Won amount={amount} className="font-semibold" />
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {refundable > 0n ? (
        <Link
          href={`/wallet/refund?order=${orderId}`}
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          쓰지 않은 {formatWon(refundable)} 돌려받기
        </Link>
      ) : null}
    </>
  )
}
