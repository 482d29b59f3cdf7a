import { eq, inArray, sql } from 'drizzle-orm'
import { bookings, untoldPayments } from '@/db/schema/booking'
import { spaces } from '@/db/schema/space'
import { withTx } from '@/db/tx'
import { notify } from '@/lib/notification/notify'
import { noticeTo, splitOf, type BookingCtx } from './booking'

const BATCH = 100

/**
 * Tells renter and owner of the payments that nobody has told them of yet: their number is answered. Safe to run twice
 * at once. Who cancelled meanwhile was told so, and is not told of the payment any more.
 */
export async function tellPaid(ctx: BookingCtx): Promise<number> {
  return withTx(ctx.db, async (tx) => {
    const untold = sql`(select ${untoldPayments.bookingId} from ${untoldPayments} limit ${BATCH} for update skip locked)`
    const taken = await tx.delete(untoldPayments).where(inArray(untoldPayments.bookingId, untold)).returning()
    const ids = taken.map(({ bookingId }) => bookingId)
    const paid = await tx
      .select({ booking: bookings, spaceName: spaces.name })
      .from(bookings)
      .innerJoin(spaces, eq(spaces.id, bookings.spaceId))
      .where(inArray(bookings.id, ids))
      .orderBy(bookings.paidAt)
    const notices = paid
      .filter(({ booking }) => booking.status !== 'CANCELED')
      .flatMap(({ booking, spaceName }) => [
        noticeTo('renter', 'booking.confirmed', { ...booking, spaceName }),
        noticeTo('owner', 'booking.sold', { ...booking, spaceName }, { net: String(splitOf(booking).net) }),
      ])
    await notify(tx, ctx, notices)
    return taken.length
  })
}
