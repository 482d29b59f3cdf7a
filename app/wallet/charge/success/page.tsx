import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { buttonClass } from '@/app/_components/button'
import { StatusHero } from '@/app/_components/status-hero'
import { requireUser, webContext } from '@/lib/auth'
import { findOrder } from '../find-order'
import { ConfirmForm } from './confirm-form'

export const metadata: Metadata = { title: '결제 확인 중', referrer: 'no-referrer' }

/** Orders that a return from Toss can still move on; every other one has its receipt already. */
const UNFINISHED = ['READY', 'EXPIRED']

type Props = {
  searchParams: Promise<Record<'orderId' | 'paymentKey' | 'amount', string | string[] | undefined>>
}

/** Toss's return address. Opening it changes nothing: the buyer's browser posts what it carries, once. */
export default async function ChargeSuccessPage({ searchParams }: Props) {
  const user = await requireUser()
  const { orderId, paymentKey, amount } = await searchParams
  const order = await findOrder(await webContext(), user.id, orderId)
  if (order && !UNFINISHED.includes(order.status)) redirect(`/wallet/charge/${order.orderId}?again`)
  if (!order || typeof paymentKey !== 'string' || typeof amount !== 'string') return <NotAnOrder />
  return <ConfirmForm orderId={order.orderId} paymentKey={paymentKey} amount={amount} />
}

function NotAnOrder() {
  return (
    <div className="mx-auto w-full max-w-lg pt-10">
      <StatusHero tone="expired" title="확인할 결제가 없어요">
        이 주소로는 잔액이 바뀌지 않아요. 결제하셨다면 내역에서 확인해 주세요.
      </StatusHero>
      <Link href="/wallet/history" className={buttonClass('primary', 'large', 'mt-8 w-full')}>
        내역 보기
      </Link>
    </div>
  )
}
