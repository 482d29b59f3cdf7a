import { eq } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { PosPayError } from '@/lib/errors'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { readSetting } from '@/lib/settings/read-setting'
import { addMs, HOUR_MS, laterOf, MINUTE_MS, soonerOf } from '@/lib/time'
import { hasLapsed, lockBooking, noticeTo, type BookingCtx, type BookingRow } from './booking'

type Answer = { ownerId: string; bookingId: string; accept: boolean }

/**
 * The owner says yes, and the renter has until `expiresAt` to pay; or no. The same answer again changes nothing.
 * Throws NOT_FOUND, HOLD_EXPIRED when the time to answer is over, STATE_CONFLICT when it was answered otherwise.
 */
export async function answerRequest(
  ctx: BookingCtx,
  { ownerId, bookingId, accept }: Answer,
): Promise<BookingRow> {
  const answered = await withTx(ctx.db, async (tx) => {
    const { booking } = await lockBooking(tx, bookingId, ownerId, ['owner'])
    const now = ctx.now()
    if (accept ? booking.acceptedAt !== null : booking.status === 'DECLINED') return booking
    if (booking.status === 'EXPIRED' || hasLapsed(booking, now)) throw new PosPayError('HOLD_EXPIRED')
    if (booking.status !== 'REQUESTED') throw new PosPayError('STATE_CONFLICT')

    const { holdMinutes, payHours } = await readSetting(ctx, 'booking', tx)
    const atLeast = addMs(now, holdMinutes * MINUTE_MS)
    const payUntil = soonerOf(addMs(now, payHours * HOUR_MS), laterOf(booking.startsAt, atLeast))
    const change = accept
      ? { status: 'HELD' as const, acceptedAt: now, expiresAt: payUntil }
      : { status: 'DECLINED' as const }
    const [changed] = await tx
      .update(bookings)
      .set({ ...change, updatedAt: now })
      .where(eq(bookings.id, bookingId))
      .returning()
    await notify(tx, ctx, [
      accept
        ? noticeTo('renter', 'booking.accepted', booking, { until: payUntil.toISOString() })
        : noticeTo('renter', 'booking.declined', booking),
    ])
    await audit(ctx, tx, { action: accept ? 'booking.accepted' : 'booking.declined', target: bookingId })
    return changed!
  })
  wakeUser(ctx.db, answered.renterId)
  return answered
}
