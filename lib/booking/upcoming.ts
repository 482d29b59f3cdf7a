import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { spaces } from '@/db/schema/space'
import { splitRefunded } from '@/lib/money'
import { kstDay } from '@/lib/time'
import { splitOf, type BookingCtx } from './booking'

/** Earnings that wait for their settlement delay to be over. */
export type Upcoming = {
  bookingId: string
  spaceId: string
  spaceName: string
  startAt: Date
  releaseAt: Date
  /** What is left of the owner's part after refunds. */
  amount: bigint
}

/** What becomes withdrawable and when, soonest first: together it is the owner's `pending`. */
export async function readUpcoming({ db }: Pick<BookingCtx, 'db'>, ownerId: string): Promise<Upcoming[]> {
  const rows = await db
    .select({ booking: bookings, spaceName: spaces.name })
    .from(bookings)
    .innerJoin(spaces, eq(spaces.id, bookings.spaceId))
    .where(
      and(
        eq(bookings.ownerId, ownerId),
        isNotNull(bookings.paidAt),
        isNotNull(bookings.releaseAt),
        isNull(bookings.releasedAt),
      ),
    )
    .orderBy(asc(bookings.releaseAt), asc(bookings.id))
  return rows
    .map(({ booking, spaceName }) => {
      const whole = splitOf(booking)
      return {
        bookingId: booking.id,
        spaceId: booking.spaceId,
        spaceName,
        startAt: booking.startsAt,
        releaseAt: booking.releaseAt!,
        amount: whole.net - splitRefunded(whole, booking.refunded).net,
      }
    })
    .filter(({ amount }) => amount > 0n)
}

/** The same by KST day. */
export function byDay(upcoming: Upcoming[]): { day: string; amount: bigint; items: Upcoming[] }[] {
  const days = [...new Set(upcoming.map(({ releaseAt }) => kstDay(releaseAt)))]
  return days.map((day) => {
    const items = upcoming.filter(({ releaseAt }) => kstDay(releaseAt) === day)
    return { day, items, amount: items.reduce((sum, { amount }) => sum + amount, 0n) }
  })
}
