import clsx from 'clsx'
import { Countdown } from '@/app/_components/countdown'
import type { Booking } from '@/lib/booking/read'

const NAMES: Record<Booking['status'], string> = {
  REQUESTED: '답변을 기다려요',
  HELD: '결제를 기다려요',
  CONFIRMED: '예약 확정',
  COMPLETED: '이용 완료',
  CANCELED: '취소됨',
  DECLINED: '거절됨',
  EXPIRED: '시간이 지남',
}

/** What the owner is asked for. */
const OWNERS_NAMES: Partial<typeof NAMES> = { REQUESTED: '답해 주세요', HELD: '결제 전' }

const LOOKS: Record<Booking['status'], string> = {
  REQUESTED: 'bg-caution-soft text-caution',
  HELD: 'bg-caution-soft text-caution',
  CONFIRMED: 'bg-brand-soft text-brand-ink',
  COMPLETED: 'bg-sunken text-ink-soft',
  CANCELED: 'bg-sunken text-ink-soft',
  DECLINED: 'bg-sunken text-ink-soft',
  EXPIRED: 'bg-sunken text-ink-soft',
}

/** The state of a booking in words; with how long it is still held, for one that waits for its payment. */
export function BookingStatus({ booking, now }: { booking: Booking; now: Date }) {
  const { status, party } = booking
  const name = (party === 'owner' && OWNERS_NAMES[status]) || NAMES[status]
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-1 rounded-full px-2.5 py-0.5 text-caption font-semibold whitespace-nowrap',
        LOOKS[status],
      )}
    >
      {name}
      {status === 'HELD' && party === 'renter' ? <Countdown until={booking.expiresAt} now={now} /> : null}
    </span>
  )
}
