import { eq } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { spaces } from '@/db/schema/space'
import { violatedConstraint } from '@/db/sql-state'
import { withTx } from '@/db/tx'
import { readSetting } from '@/lib/settings/read-setting'
import { blackouts } from '@/lib/space/taken-ranges'
import { addMs, MINUTE_MS } from '@/lib/time'
import type { BookingCtx } from './booking'
import { expireLapsed } from './expire'

/**
 * Holds the time of a booking that lapsed once more, if nobody has it by now: for money that came late. Answers
 * whether it is held.
 */
export async function reviveHold(ctx: BookingCtx, bookingId: string): Promise<boolean> {
  const [seen] = await ctx.db
    .select({ spaceId: bookings.spaceId })
    .from(bookings)
    .where(eq(bookings.id, bookingId))
  if (!seen) return false
  return withTx(ctx.db, async (tx) => {
    const now = ctx.now()
    // First the space and then its bookings, as everybody who makes one.
    await tx.select({ id: spaces.id }).from(spaces).where(eq(spaces.id, seen.spaceId)).for('no key update')
    const [booking] = await tx.select().from(bookings).where(eq(bookings.id, bookingId)).for('no key update')
    const { spaceId, startsAt: startAt, endsAt: endAt, status, expiresAt } = booking!
    if (status === 'HELD' && now < expiresAt) return true
    if ((status !== 'HELD' && status !== 'EXPIRED') || startAt <= now) return false
    if ((await blackouts(tx, spaceId, { startAt, endAt })).length > 0) return false
    await expireLapsed(ctx, tx, { spaceId, range: { startAt, endAt }, except: bookingId })
    const { holdMinutes } = await readSetting(ctx, 'booking', tx)
    await tx
      .update(bookings)
      .set({ status: 'HELD', expiresAt: addMs(now, holdMinutes * MINUTE_MS), updatedAt: now })
      .where(eq(bookings.id, bookingId))
    return true
  }).catch((error: unknown) => {
    if (violatedConstraint(error) === 'bookings_no_overlap') return false
    throw error
  })
}
