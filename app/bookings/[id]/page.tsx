import type { Metadata } from 'next'
import Link from 'next/link'
import { BrokerNotice } from '@/app/_components/broker-notice'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { kstRange } from '@/app/_components/kst'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { Notice } from '@/app/_components/notice'
import { SpacePhoto } from '@/app/_components/space-photo'
import { StatusHero } from '@/app/_components/status-hero'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import type { Booking } from '@/lib/booking/read'
import type { Order } from '@/lib/charge/order'
import { getOrder } from '@/lib/charge/read'
import { readShortfall } from '@/lib/flows/charge-and-pay'
import { readMoneyTrail } from '@/lib/flows/money-trail'
import { readTopUpOffer } from '@/lib/flows/top-up-and-pay'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { newId } from '@/lib/ids'
import { readWallet } from '@/lib/ledger/read'
import { isOn, STOPPED } from '@/lib/settings/switches'
import { CancelForm } from './cancel-form'
import { findBooking } from './find-booking'
import { MoneyTrail } from './money-trail'
import { Payment } from './payment'
import { RefundCard } from './refund-card'
import { isChargeOnItsWay, stateOf } from './state'

export const metadata: Metadata = { title: '예약' }

type Props = { params: Promise<{ id: string }> }

export default async function BookingPage({ params }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const booking = await findBooking(ctx, user.id, (await params).id)
  const [order, shortfall, offer, { chargeDebt }, trail, payOn, chargeOn, freeze] = await Promise.all([
    booking.orderId ? getOrder(ctx, user.id, booking.orderId) : null,
    readShortfall(ctx, user.id, booking.price),
    readTopUpOffer(ctx, user.id, booking.price),
    readWallet(ctx, user.id),
    booking.paidAt ? readMoneyTrail(ctx, user.id, booking.bookingId) : null,
    isOn(ctx.db, 'pay'),
    isOn(ctx.db, 'charge'),
    readOpenFreeze(ctx, user),
  ])
  const now = ctx.now()
  const state = stateOf(booking, order)
  const stopped = !payOn ? STOPPED.pay : shortfall.missing > 0n && !chargeOn ? STOPPED.charge : null
  const payable = booking.status === 'HELD' && !isChargeOnItsWay(order)
  return (
    <LiveRefresh probe={`/api/v1/bookings/${booking.bookingId}`}>
      <div className="mx-auto grid max-w-lg grid-cols-1 items-start gap-5 desktop:max-w-none desktop:grid-cols-2 desktop:grid-rows-[auto_1fr] desktop:gap-x-7">
        <div className="space-y-5">
          <div className="py-4">
            <StatusHero tone={state.tone} title={state.title}>
              <p>{state.text}</p>
            </StatusHero>
          </div>
          <ChargeNotice booking={booking} order={order} />
        </div>
        {payable ? null : <Place booking={booking} />}
        <div className="space-y-5 desktop:col-start-2 desktop:row-span-2 desktop:row-start-1">
          {payable ? (
            <Payment
              booking={booking}
              now={now}
              shortfall={shortfall}
              offer={offer}
              debt={chargeDebt}
              freeze={freeze}
              stopped={stopped}
              requestKey={newId()}
            />
          ) : null}
          {booking.status === 'CONFIRMED' && now < booking.startAt ? (
            <RefundCard booking={booking} now={now} />
          ) : null}
          <Cancel booking={booking} now={now} />
          {trail ? <MoneyTrail trail={trail} /> : null}
          <Links booking={booking} />
        </div>
        {/* On a phone what is to be paid comes first. */}
        {payable ? <Place booking={booking} /> : null}
      </div>
    </LiveRefresh>
  )
}

/** What became of a charge that was to pay for the booking and did not. */
function ChargeNotice({ booking, order }: { booking: Booking; order: Order | null }) {
  if (booking.paidAt || !order) return null
  if (order.status === 'DONE') {
    return (
      <Notice tone="good" title="충전한 돈은 지갑에 그대로 있어요">
        <Won amount={order.amount} />을 충전했지만 이 예약에는 쓰지 않았어요.
      </Notice>
    )
  }
  if (order.status !== 'FAILED' && order.status !== 'CANCELED') return null
  return (
    <Notice tone="danger" title="충전하지 못했어요">
      빠져나간 돈은 없어요. {order.failure?.message ?? '다시 시도하거나 다른 결제 방법을 골라 주세요.'}
    </Notice>
  )
}

function Place({ booking }: { booking: Booking }) {
  const rows = [
    { label: '이용 시간', value: kstRange(booking.startAt, booking.endAt) },
    { label: '주소', value: booking.spaceAddress },
    { label: '공간 등록자', value: `${booking.ownerName}님` },
    { label: '금액', value: <Won amount={booking.price} /> },
    ...(booking.paidAt ? [{ label: '결제 시각', value: <When at={booking.paidAt} /> }] : []),
    ...(booking.canceledAt ? [{ label: '취소 시각', value: <When at={booking.canceledAt} /> }] : []),
    ...(booking.refunded > 0n
      ? [{ label: '돌려받은 금액', value: <Won amount={booking.refunded} className="font-semibold" /> }]
      : []),
  ]
  return (
    <Card as="section" labelledBy="place" className="desktop:col-start-1">
      <div className="mb-2 flex items-center gap-4">
        <SpacePhoto
          hash={booking.photo}
          size="small"
          alt=""
          eager
          className="w-24 shrink-0 rounded-control"
        />
        <h2 id="place" className="min-w-0 text-title font-semibold">
          <Link href={`/spaces/${booking.spaceId}`} className="hover:underline hover:underline-offset-4">
            {booking.spaceName}
          </Link>
        </h2>
      </div>
      <DetailList rows={rows} />
      <div className="mt-2">
        <BrokerNotice />
      </div>
    </Card>
  )
}

function Cancel({ booking, now }: { booking: Booking; now: Date }) {
  const { bookingId, price, refundNow, status } = booking
  if (status === 'CONFIRMED' && booking.startAt <= now) return null
  if (status !== 'REQUESTED' && status !== 'HELD' && status !== 'CONFIRMED') return null
  const label = status === 'REQUESTED' ? '요청 취소' : '예약 취소'
  return (
    <CancelForm
      bookingId={bookingId}
      price={price}
      paid={status === 'CONFIRMED'}
      refund={refundNow}
      label={label}
    />
  )
}

function Links({ booking }: { booking: Booking }) {
  const over = booking.status === 'CANCELED' || booking.status === 'DECLINED' || booking.status === 'EXPIRED'
  return (
    <div className="grid gap-3">
      {booking.paidAt ? (
        <Link href={`/bookings/${booking.bookingId}/receipt`} className={buttonClass('plain', 'large')}>
          영수증 보기
        </Link>
      ) : null}
      {over ? (
        <Link href={`/spaces/${booking.spaceId}`} className={buttonClass('primary', 'large')}>
          다른 시간 고르기
        </Link>
      ) : null}
    </div>
  )
}
