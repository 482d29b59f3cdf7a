import Link from 'next/link'
import { kstRange } from '@/app/_components/kst'
import { SpacePhoto } from '@/app/_components/space-photo'
import { Won } from '@/app/_components/won'
import type { Booking } from '@/lib/booking/read'
import { BookingStatus } from './booking-status'

/** A booking as one of many: where, when, how it stands, how much; for its owner what it brings, and from whom. */
export function BookingCard({ booking, now }: { booking: Booking; now: Date }) {
  const owner = booking.party === 'owner'
  return (
    <Link
      href={`${owner ? '/owner' : ''}/bookings/${booking.bookingId}`}
      className="flex items-start gap-4 rounded-card bg-surface p-3 shadow-card ring-1 ring-line/70 hover:bg-sunken tablet:p-4"
    >
      <SpacePhoto
        hash={booking.photo}
        size="small"
        alt=""
        className="w-22 shrink-0 rounded-control tablet:w-28"
      />
      <span className="min-w-0 flex-1">
        <BookingStatus booking={booking} now={now} />
        <span className="mt-1 block truncate text-body font-semibold">{booking.spaceName}</span>
        <span className="block text-caption text-ink-soft tabular-nums">
          {kstRange(booking.startAt, booking.endAt)}
        </span>
        <span className="mt-1 flex flex-wrap items-baseline justify-between gap-x-3 text-label">
          {owner ? (
            <span>
              <Won amount={booking.net} className="font-semibold" />
              <span className="text-caption text-ink-soft"> 정산 · {booking.renterName}님</span>
            </span>
          ) : (
            <Won amount={booking.price} className="font-semibold" />
          )}
          {booking.refunded > 0n ? (
            <span className="text-caption text-ink-soft">
              <Won amount={booking.refunded} /> 환불
            </span>
          ) : null}
        </span>
      </span>
    </Link>
  )
}
