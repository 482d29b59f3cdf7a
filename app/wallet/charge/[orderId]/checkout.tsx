import { kstClock } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import type { Order } from '@/lib/charge/order'
import { toJsonAmount } from '@/lib/money'
import { TossPayment } from './toss-payment'

type Props = {
  order: Order
  balance: bigint
  /** The booking that the money is meant for. */
  bookingId: string | null
  buyer: { name: string; email: string | null; customerKey: string }
  toss: { clientKey: string; sdkUrl: string }
}

/** Where an order is paid: Toss's methods and terms on one side, what is being paid on the other. */
export function Checkout({ order, balance, bookingId, buyer, toss }: Props) {
  return (
    <>
      <PageHeader
        title="어떻게 결제할까요?"
        back={
          bookingId
            ? { href: `/bookings/${bookingId}`, label: '예약으로 돌아가기' }
            : { href: `/wallet/charge?amount=${order.amount}`, label: '금액 바꾸기' }
        }
      />
      <TossPayment
        toss={toss}
        order={{
          orderId: order.orderId,
          orderName: order.orderName,
          customerKey: buyer.customerKey,
          amount: toJsonAmount(order.amount),
        }}
        buyer={{ name: buyer.name, email: buyer.email }}
        payLabel={<PayLabel amount={order.amount} />}
        summary={<Summary order={order} balance={balance} forBooking={bookingId !== null} />}
      />
    </>
  )
}

function PayLabel({ amount }: { amount: bigint }) {
  return (
    <span>
      <Won amount={amount} /> 충전하기
    </span>
  )
}

function Summary({ order, balance, forBooking }: { order: Order; balance: bigint; forBooking: boolean }) {
  return (
    <>
      <p className="text-label text-ink-soft">충전할 금액</p>
      <p className="mt-0.5 text-figure font-bold">
        <Won amount={order.amount} />
      </p>
      <dl className="mt-4 space-y-2 border-t border-line pt-4 text-label">
        <div className="flex justify-between gap-4">
          <dt className="text-ink-soft">지금 잔액</dt>
          <dd className="font-medium group-data-stale/live:opacity-55">
            <Won amount={balance} />
          </dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt className="text-ink-soft">결제 기한</dt>
          <dd className="font-medium">{kstClock(order.expiresAt)}까지</dd>
        </div>
      </dl>
      {forBooking ? (
        <p className="mt-4 text-label font-medium text-brand-ink">충전되면 바로 예약을 결제해요.</p>
      ) : null}
      <p className="mt-4 text-caption text-ink-faint">쓰지 않은 충전은 7일 안에 전액 취소할 수 있어요.</p>
    </>
  )
}
