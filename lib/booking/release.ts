import { and, eq, inArray, isNotNull, isNull, lte } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { withTx, type Tx } from '@/db/tx'
import { release } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { splitRefunded } from '@/lib/money'
import { wakeUser } from '@/lib/notification/wake'
import { splitOf, type BookingCtx, type BookingRow } from './booking'

const BATCH = 100

/** Earnings whose settlement delay is over become withdrawable. Safe to run twice at once. Answers how many. */
export async function releaseEarnings(ctx: BookingCtx): Promise<number> {
  const due = and(
    isNotNull(bookings.paidAt),
    isNotNull(bookings.releaseAt),
    isNull(bookings.releasedAt),
    lte(bookings.releaseAt, ctx.now()),
    inArray(bookings.status, ['COMPLETED', 'CANCELED']),
  )
  const ids = await ctx.db
    .select({ id: bookings.id })
    .from(bookings)
    .where(due)
    .orderBy(bookings.id)
    .limit(BATCH)
  for (const { id } of ids) {
    const owner = await withTx(ctx.db, async (tx) => {
      const [booking] = await tx
        .select()
        .from(bookings)
        .where(and(eq(bookings.id, id), due))
        .for('no key update', { skipLocked: true })
      return booking && releaseOne(ctx, tx, booking)
    })
    if (owner) wakeUser(ctx.db, owner)
  }
  return ids.length
}

/** This booking's earnings less what was refunded of them. */
async function releaseOne(ctx: BookingCtx, tx: Tx, booking: BookingRow): Promise<string> {
  const now = ctx.now()
  const whole = splitOf(booking)
  const amount = whole.net - splitRefunded(whole, booking.refunded).net
  if (amount > 0n) {
    await post(tx, ctx, release({ bookingId: booking.id, owner: booking.ownerId, amount, occurredAt: now }))
  }
  await tx.update(bookings).set({ releasedAt: now, updatedAt: now }).where(eq(bookings.id, booking.id))
  return booking.ownerId
}
