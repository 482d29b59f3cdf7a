import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { Notice } from '@/app/_components/notice'
import { StatusHero } from '@/app/_components/status-hero'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { Order } from '@/lib/charge/order'
import type { Refund } from '@/lib/refund/refund'
import { methodName } from '../../method-name'
import { GoneBack } from './gone-back'
import { outcomeOf } from './outcome'

type Props = {
  order: Order
  /** What may go back of it, and what has gone or is going. */
  goneBack: { refundable: bigint; refunds: Refund[] }
  balance: bigint
  /** The booking that the money was meant for. */
  bookingId: string | null
  /** The buyer came back from Toss to an order that was finished before. */ again: boolean
}

/** What became of an order: the money first, then the facts, then where to go. */
export function Receipt({ order, goneBack, balance, bookingId, again }: Props) {
  const outcome = outcomeOf(order)
  const done = order.status === 'DONE'
  return (
    <div className="mx-auto w-full max-w-lg pt-4 desktop:pt-6">
      <StatusHero tone={outcome.tone} title={outcome.title}>
        <p>{outcome.text}</p>
      </StatusHero>
      {again && done ? (
        <Notice tone="calm" className="mt-6" title="이미 처리된 충전이에요">
          잔액에는 한 번만 더했어요. 다시 결제되지 않아요.
        </Notice>
      ) : null}
      <Card className="mt-7 py-2 tablet:py-3">
        <DetailList rows={receiptRows(order, balance)} />
      </Card>
      <GoneBack orderId={order.orderId} {...goneBack} />
      {order.receiptUrl ? (
        <a
          href={order.receiptUrl}
          target="_blank"
          rel="noreferrer"
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          결제 영수증 보기
          <ExternalLink className="size-4" aria-hidden="true" />
          <span className="sr-only">(새 창)</span>
        </a>
      ) : null}
      <div className="mt-4 grid gap-3 tablet:grid-flow-row-dense tablet:grid-cols-2">
        <Actions order={order} bookingId={bookingId} retry={outcome.retry} />
      </div>
    </div>
  )
}

function receiptRows(order: Order, balance: bigint): { label: string; value: ReactNode }[] {
  const rows: { label: string; value: ReactNode }[] = [
    { label: '충전 금액', value: <Won amount={order.amount} className="text-title font-bold" /> },
  ]
  if (order.status === 'DONE') {
    rows.push({
      label: '지금 잔액',
      value: <Won amount={balance} className="group-data-stale/live:opacity-55" />,
    })
  }
  if (order.takenBack > 0n) rows.push({ label: '취소된 금액', value: <Won amount={order.takenBack} /> })
  if (order.method) rows.push({ label: '결제 방법', value: methodName(order.method) })
  rows.push(
    order.approvedAt
      ? { label: '결제 시각', value: <When at={order.approvedAt} /> }
      : { label: '주문 시각', value: <When at={order.createdAt} /> },
  )
  if (order.cashReceipt) rows.push({ label: '현금영수증', value: <CashReceipt {...order.cashReceipt} /> })
  rows.push({ label: '주문 번호', value: <span className="text-caption break-all">{order.orderId}</span> })
  return rows
}

function CashReceipt({ type, url }: { type: string; url: string | null }) {
  if (!url) return type
  return (
    <a href={url} target="_blank" rel="noreferrer" className="underline underline-offset-4">
      {type}
      <span className="sr-only"> 현금영수증 보기 (새 창)</span>
    </a>
  )
}

type ActionsProps = { order: Order; bookingId: string | null; retry: boolean }

function Actions({ order, bookingId, retry }: ActionsProps) {
  if (bookingId) {
    return (
      <Link href={`/bookings/${bookingId}`} className={buttonClass('primary', 'large', 'tablet:col-span-2')}>
        예약으로 가기
      </Link>
    )
  }
  const again = (
    <Link
      key="again"
      href={`/wallet/charge?amount=${order.amount}`}
      className={buttonClass('primary', 'large', 'tablet:col-start-2')}
    >
      다시 충전하기
    </Link>
  )
  const look = retry ? 'plain' : 'primary'
  const wallet = (
    <Link
      key="wallet"
      href="/wallet"
      className={buttonClass(look, 'large', retry ? 'tablet:col-start-1' : 'tablet:col-span-2')}
    >
      지갑으로 가기
    </Link>
  )
  return retry ? [again, wallet] : wallet
}
