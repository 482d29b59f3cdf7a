import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { Countdown } from '@/app/_components/countdown'
import { DetailList } from '@/app/_components/detail-list'
import { FrozenNotice } from '@/app/_components/frozen-notice'
import { kstClock, kstDate, kstRange } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { RefundLines } from '@/app/_components/refund-lines'
import { Won } from '@/app/_components/won'
import type { Booking } from '@/lib/booking/read'
import type { TopUpOffer } from '@/lib/charge/auto-topup/read'
import type { OpenFreeze } from '@/lib/identity/require-active'
import { formatWon } from '@/lib/money'
import { graceMs } from '@/lib/policy/refund'
import { addMs, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { ChargeAndPayForm, PayForm, TopUpAndPayForm } from './pay-form'

type Props = {
  booking: Booking
  now: Date
  shortfall: { balance: bigint; missing: bigint; charge: bigint }
  /** What one tap would charge to a registered card. */
  offer: TopUpOffer | null
  debt: bigint
  freeze: OpenFreeze | null
  /** What operators have stopped of it, in words. */
  stopped: string | null
  requestKey: string
}

/** What paying costs, leaves and can still be undone for, with the one button that does it. */
export function Payment({ booking, now, shortfall, offer, debt, freeze, stopped, requestKey }: Props) {
  const { balance, missing } = shortfall
  const charge = offer?.amount ?? shortfall.charge
  const rows = [
    { label: '결제할 금액', value: <Won amount={booking.price} className="text-title font-bold" /> },
    { label: '지금 잔액', value: <Won amount={balance} className="group-data-stale/live:opacity-55" /> },
    ...(missing > 0n ? [{ label: '충전할 금액', value: <Won amount={charge} /> }] : []),
    { label: '결제 뒤 잔액', value: <Won amount={balance + charge - booking.price} /> },
  ]
  return (
    <Card as="section" labelledBy="payment">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="payment" className="text-title font-semibold">
          결제
        </h2>
        <p className="text-label font-medium text-caution">
          <Countdown until={booking.expiresAt} now={now} /> 남았어요
        </p>
      </div>
      <p className="mt-1 text-label font-medium">{booking.spaceName}</p>
      <p className="text-caption text-ink-soft tabular-nums">{kstRange(booking.startAt, booking.endAt)}</p>
      <DetailList rows={rows} />
      <section aria-labelledby="refund-now" className="mt-1 mb-4 rounded-control bg-sunken px-4 py-3">
        <h3 id="refund-now" className="mb-1 text-caption font-semibold">
          취소하면 지갑 잔액으로 돌려받아요
        </h3>
        <RefundLines price={booking.price} schedule={booking.refundPolicy} now={now} />
        <GraceLine booking={booking} now={now} />
      </section>
      {offer ? (
        <p className="mb-3 text-label text-ink-soft">
          {charge === missing
            ? `부족한 ${formatWon(missing)}을 ${offer.card}로 자동충전하고 결제해요.`
            : `${offer.card}로 ${formatWon(charge)}을 자동충전하고 결제해요. 부족한 금액은 ${formatWon(missing)}이고, 결제하고 남는 ${formatWon(charge - missing)}은 지갑에 남아요.`}
        </p>
      ) : missing > 0n && charge > missing ? (
        <p className="mb-3 text-label text-ink-soft">
          {formatWon(missing)}이 부족하지만 충전은 {formatWon(charge)}부터 할 수 있어요. 결제하고 남는{' '}
          {formatWon(charge - missing)}은 지갑에 남아요.
        </p>
      ) : null}
      <Button {...{ booking, shortfall, offer, debt, freeze, stopped, requestKey }} />
      <p className="mt-2 text-center text-caption text-ink-faint">
        {kstDate(booking.expiresAt)} {kstClock(booking.expiresAt)}까지 이 시간을 맡아 둬요
      </p>
    </Card>
  )
}

/** The time after paying in which all comes back, where the owner's rule gives less. */
function GraceLine({ booking, now }: Pick<Props, 'booking' | 'now'>) {
  const grace = graceMs(now, booking.startAt)
  const ends = addMs(now, grace)
  const inFull = booking.refundPolicy.some(({ percent, until }) => percent === 100 && ends <= until)
  if (inFull || booking.startAt < ends) return null
  const length = grace < HOUR_MS ? `${grace / MINUTE_MS}분` : `${grace / HOUR_MS}시간`
  return (
    <p className="mt-1 border-t border-line pt-2 text-caption">
      결제하고 <strong className="font-semibold">{length}</strong> 안에는 언제나 전액 돌려받아요.
    </p>
  )
}

function Button({ booking, shortfall, offer, debt, freeze, stopped, requestKey }: Omit<Props, 'now'>) {
  if (freeze) return <FrozenNotice freeze={freeze} title="지금은 결제할 수 없어요" />
  if (stopped) {
    return <Notice tone="caution">{stopped} 다시 열리면 이 화면에서 바로 결제할 수 있어요.</Notice>
  }
  if (debt > 0n && shortfall.missing > 0n) {
    return (
      <>
        <Notice tone="caution" className="mb-3" title="갚아야 할 금액이 있어요">
          충전하면 {formatWon(debt)}을 먼저 갚고 남은 금액이 잔액이 돼요. 예약 금액까지 넉넉히 충전해 주세요.
        </Notice>
        <Link href="/wallet/charge" className={buttonClass('primary', 'large', 'w-full')}>
          충전하기
        </Link>
      </>
    )
  }
  const { bookingId } = booking
  if (offer) {
    return (
      <>
        <TopUpAndPayForm bookingId={bookingId} amount={offer.amount} requestKey={requestKey} />
        <div className="mt-2">
          <ChargeAndPayForm bookingId={bookingId} shortfall={shortfall} requestKey={requestKey} quiet />
        </div>
      </>
    )
  }
  return shortfall.missing > 0n ? (
    <ChargeAndPayForm bookingId={bookingId} shortfall={shortfall} requestKey={requestKey} />
  ) : (
    <PayForm bookingId={booking.bookingId} price={booking.price} />
  )
}
