import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { requireUser, webContext } from '@/lib/auth'
import { bookingOfCharge } from '@/lib/booking/read'
import { publicToss } from '@/lib/env'
import { readCustomerKey } from '@/lib/identity/customer-key'
import { readWallet } from '@/lib/ledger/read'
import { readOrderRefunds } from '@/lib/refund/read'
import { findOrder } from '../find-order'
import { Checkout } from './checkout'
import { Receipt } from './receipt'
import { WaitingRoom } from './waiting-room'

type Props = {
  params: Promise<{ orderId: string }>
  searchParams: Promise<{ again?: string | string[] }>
}

export const metadata: Metadata = { title: '충전' }

export default async function ChargeOrderPage({ params, searchParams }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const [{ orderId }, { again }] = await Promise.all([params, searchParams])
  const [order, wallet, customerKey, bookingId, goneBack] = await Promise.all([
    findOrder(ctx, user.id, orderId),
    readWallet(ctx, user.id),
    readCustomerKey(ctx, user.id),
    bookingOfCharge(ctx, user.id, orderId),
    readOrderRefunds(ctx, user.id, orderId),
  ])
  if (!order) notFound()
  const now = ctx.now()
  const account = order.status === 'WAITING_FOR_DEPOSIT' ? order.virtualAccount : null
  const payable = order.status === 'READY' && !order.automatic && order.expiresAt > now
  return (
    <LiveRefresh probe={`/api/v1/orders/${order.orderId}`}>
      {payable ? (
        <Checkout
          order={order}
          balance={wallet.balance}
          bookingId={bookingId}
          buyer={{ name: user.name, email: user.email, customerKey }}
          toss={publicToss()}
        />
      ) : account ? (
        <WaitingRoom order={order} account={account} bookingId={bookingId} now={now} />
      ) : (
        <Receipt
          order={order}
          goneBack={goneBack}
          balance={wallet.balance}
          bookingId={bookingId}
          again={again !== undefined}
        />
      )}
    </LiveRefresh>
  )
}
