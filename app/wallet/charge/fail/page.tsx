import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { StatusHero } from '@/app/_components/status-hero'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import { latestReadyOrder } from '@/lib/charge/read'
import { findOrder } from '../find-order'
import { failReason } from './reasons'

export const metadata: Metadata = { title: '충전하지 못했어요', referrer: 'no-referrer' }

type Props = { searchParams: Promise<Record<'code' | 'orderId', string | string[] | undefined>> }

/** Toss's other return address. It only tells; a payment that was cancelled in the window comes without its order. */
export default async function ChargeFailPage({ searchParams }: Props) {
  const user = await requireUser()
  const { code, orderId } = await searchParams
  const ctx = await webContext()
  const order = orderId ? await findOrder(ctx, user.id, orderId) : await latestReadyOrder(ctx, user.id)
  const reason = failReason(code)
  const again = order?.status === 'READY'
  return (
    <div className="mx-auto w-full max-w-lg pt-10">
      <StatusHero tone={reason.tone} title={reason.title}>
        {reason.text}
      </StatusHero>
      <div className="mt-8 grid gap-3">
        {again ? (
          <Link href={`/wallet/charge/${order.orderId}`} className={buttonClass('primary', 'large')}>
            <span>
              <Won amount={order.amount} /> 다시 결제하기
            </span>
          </Link>
        ) : null}
        <Link
          href={order ? `/wallet/charge?amount=${order.amount}` : '/wallet/charge'}
          className={buttonClass(again ? 'plain' : 'primary', 'large')}
        >
          {again ? '금액 바꾸기' : '다시 충전하기'}
        </Link>
        <Link
          href="/wallet"
          className="inline-flex min-h-11 items-center justify-center rounded-control text-label text-ink-soft hover:text-ink"
        >
          지갑으로 가기
        </Link>
      </div>
    </div>
  )
}
