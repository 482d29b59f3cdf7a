import { and, eq, inArray, lte } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { withTx } from '@/db/tx'
import { wakeUser } from '@/lib/notification/wake'
import type { BookingCtx } from './booking'
import { expireLapsed } from './expire'

const BATCH = 100

/** Moves on every booking whose time has come: waited in vain → EXPIRED, used → COMPLETED. Safe to run twice at once. */
export async function advanceBookings(ctx: BookingCtx): Promise<void> {
  const renters = await withTx(ctx.db, (tx) => expireLapsed(ctx, tx))
  const now = ctx.now()
  await withTx(ctx.db, async (tx) => {
    const over = await tx
      .select({ id: bookings.id })
      .from(bookings)
      .where(and(eq(bookings.status, 'CONFIRMED'), lte(bookings.endsAt, now)))
      .orderBy(bookings.id)
      .limit(BATCH)
      .for('no key update', { skipLocked: true })
    const ids = over.map(({ id }) => id)
    await tx.update(bookings).set({ status: 'COMPLETED', updatedAt: now }).where(inArray(bookings.id, ids))
  })
  for (const renter of new Set(renters)) wakeUser(ctx.db, renter)
}
