import { and, eq, inArray, lte, ne, not, sql } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { orders } from '@/db/schema/charge'
import { spaces } from '@/db/schema/space'
import type { Tx } from '@/db/tx'
import { notify } from '@/lib/notification/notify'
import type { Range } from '@/lib/space/hours'
import { noticeTo, type BookingCtx } from './booking'

const BATCH = 100

/** `except`: the booking that is to have the time itself. */
type Where = { spaceId: string; range: Range; except?: string }

/**
 * Ends bookings that waited in vain: those in the way of `where`, else any. Answers the renters. Those that somebody
 * is working on are left to them, except in the way of another, who has to wait for the outcome.
 */
export async function expireLapsed(ctx: BookingCtx, tx: Tx, where?: Where): Promise<string[]> {
  const now = ctx.now()
  const lapsed = await tx
    .select({ booking: bookings, spaceName: spaces.name })
    .from(bookings)
    .innerJoin(spaces, eq(spaces.id, bookings.spaceId))
    .where(
      and(
        inArray(bookings.status, ['REQUESTED', 'HELD']),
        lte(bookings.expiresAt, now),
        where ? inTheWay(where) : not(chargeIsOnItsWay()),
      ),
    )
    .orderBy(bookings.id)
    .limit(BATCH)
    .for('no key update', where ? { of: bookings } : { of: bookings, skipLocked: true })
  if (lapsed.length === 0) return []
  await tx
    .update(bookings)
    .set({ status: 'EXPIRED', updatedAt: now })
    .where(
      inArray(
        bookings.id,
        lapsed.map(({ booking }) => booking.id),
      ),
    )
  await notify(
    tx,
    ctx,
    lapsed.map(({ booking, spaceName }) =>
      noticeTo('renter', 'booking.expired', { ...booking, spaceName }, { was: booking.status }),
    ),
  )
  return lapsed.map(({ booking }) => booking.renterId)
}

/**
 * Its money may be there any moment, or is and pays at the next turn: it is told that it lapsed only when it loses its
 * time, or the charge fails.
 */
function chargeIsOnItsWay() {
  return sql`(${bookings.orderSettledAt} is null and exists (select from ${orders}
    where ${orders.id} = ${bookings.orderId} and ${orders.status} in ('CONFIRMING', 'DONE')))`
}

function inTheWay({ spaceId, range: { startAt, endAt }, except }: Where) {
  const range = sql`tstzrange(${startAt.toISOString()}, ${endAt.toISOString()})`
  return and(
    eq(bookings.spaceId, spaceId),
    sql`tstzrange(${bookings.startsAt}, ${bookings.endsAt}) && ${range}`,
    except ? ne(bookings.id, except) : undefined,
  )
}
