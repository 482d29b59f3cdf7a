import { and, eq, isNull } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { orders } from '@/db/schema/charge'
import { withTx, type Tx } from '@/db/tx'
import { PosPayError } from '@/lib/errors'
import { readSetting } from '@/lib/settings/read-setting'
import { addMs, laterOf, MINUTE_MS } from '@/lib/time'
import { hasLapsed, lockBooking, type BookingCtx, type BookingRow } from './booking'

const UNDER_WAY = '앞서 시작한 충전을 확인하고 있어요. 충전이 끝나면 바로 결제해 드려요.'

type Link = { renterId: string; bookingId: string; orderId: string }

/**
 * Says which charge is to pay for a held booking. The first one holds the time anew, so that it outlasts most payment
 * windows; the one that has paid for it changes nothing. Throws NOT_FOUND, HOLD_EXPIRED, STATE_CONFLICT (also while
 * another charge for it is being confirmed: its money would come and pay for nothing).
 */
export async function linkCharge(ctx: BookingCtx, { renterId, bookingId, orderId }: Link): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const { booking } = await lockBooking(tx, bookingId, renterId, ['renter'])
    if (booking.orderId === orderId && booking.status === 'CONFIRMED') return
    requireHeld(booking, ctx.now())
    const another = booking.orderId !== orderId
    if (another && (await isBeingConfirmed(tx, booking)))
      throw new PosPayError('STATE_CONFLICT', { message: UNDER_WAY })
    const { holdMinutes } = await readSetting(ctx, 'booking', tx)
    const anew = addMs(ctx.now(), holdMinutes * MINUTE_MS)
    await tx
      .update(bookings)
      .set({
        orderId,
        orderSettledAt: null,
        expiresAt: booking.orderId ? booking.expiresAt : laterOf(booking.expiresAt, anew),
        updatedAt: ctx.now(),
      })
      .where(eq(bookings.id, bookingId))
  })
}

async function isBeingConfirmed(tx: Tx, { orderId }: BookingRow): Promise<boolean> {
  if (!orderId) return false
  const [order] = await tx.select({ status: orders.status }).from(orders).where(eq(orders.id, orderId))
  return order?.status === 'CONFIRMING'
}

/** Throws HOLD_EXPIRED or STATE_CONFLICT unless the booking can be paid now. */
export function requireHeld(booking: Pick<BookingRow, 'status' | 'expiresAt'>, now: Date): void {
  if (booking.status === 'EXPIRED' || hasLapsed(booking, now)) throw new PosPayError('HOLD_EXPIRED')
  if (booking.status !== 'HELD') throw new PosPayError('STATE_CONFLICT')
}

/** The charge has ended, and what it was to pay for is paid, or cannot be. */
export async function settleLink({ db, now }: BookingCtx, { bookingId, orderId }: Omit<Link, 'renterId'>) {
  await db
    .update(bookings)
    .set({ orderSettledAt: now(), updatedAt: now() })
    .where(and(eq(bookings.id, bookingId), eq(bookings.orderId, orderId), isNull(bookings.orderSettledAt)))
}
