import { ChevronRight, Landmark } from 'lucide-react'
import Link from 'next/link'
import { Card } from '@/app/_components/card'
import { kstClock, kstDate } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import type { Order } from '@/lib/charge/order'

/** Charges that only need their deposit: the way back to the account's number. */
export function WaitingDeposits({ orders }: { orders: Order[] }) {
  if (orders.length === 0) return null
  return (
    <Card as="section" labelledBy="waiting-deposits" className="pb-2 tablet:pb-3">
      <h2 id="waiting-deposits" className="text-title font-semibold">
        입금을 기다리는 충전
      </h2>
      <ul className="mt-1 divide-y divide-line">
        {orders.map(({ orderId, amount, virtualAccount }) => (
          <li key={orderId}>
            <Link
              href={`/wallet/charge/${orderId}`}
              className="-mx-2 flex items-center gap-3.5 rounded-control px-2 py-3.5 hover:bg-sunken"
            >
              <Landmark className="size-5 shrink-0 text-brand-ink" aria-hidden="true" />
              <span className="min-w-0 flex-1">
                <Won amount={amount} className="block text-label font-semibold" />
                {virtualAccount ? (
                  <span className="block text-caption text-ink-faint">
                    {kstDate(virtualAccount.dueDate)} {kstClock(virtualAccount.dueDate)}까지
                  </span>
                ) : null}
              </span>
              <span className="text-label text-ink-soft">계좌 보기</span>
              <ChevronRight className="-ml-2 size-4 text-ink-faint" aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
