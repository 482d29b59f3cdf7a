import { and, eq, gt, inArray, lt, or, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { bookings, OCCUPYING } from '@/db/schema/booking'
import { spaceBlackouts } from '@/db/schema/space'
import type { Range } from './hours'

/** Everything that keeps a space from being booked within `range`, as of `now`: blackouts, and bookings that stand. */
export async function takenRanges(
  db: NodePgDatabase,
  spaceId: string,
  range: Range,
  now: Date,
): Promise<Range[]> {
  const [blocked, booked] = await Promise.all([
    blackouts(db, spaceId, range),
    db
      .select({ startAt: bookings.startsAt, endAt: bookings.endsAt })
      .from(bookings)
      .where(
        and(
          eq(bookings.spaceId, spaceId),
          inArray(bookings.status, [...OCCUPYING]),
          // As the constraint's index has it.
          sql`tstzrange(${bookings.startsAt}, ${bookings.endsAt}) && tstzrange(${range.startAt.toISOString()}, ${range.endAt.toISOString()})`,
          or(inArray(bookings.status, ['CONFIRMED', 'COMPLETED']), gt(bookings.expiresAt, now)),
        ),
      ),
  ])
  return [...blocked, ...booked]
}

/** When the owner takes no bookings within `range`. */
export async function blackouts(db: NodePgDatabase, spaceId: string, range: Range): Promise<Range[]> {
  return db
    .select({ startAt: spaceBlackouts.startsAt, endAt: spaceBlackouts.endsAt })
    .from(spaceBlackouts)
    .where(
      and(
        eq(spaceBlackouts.spaceId, spaceId),
        lt(spaceBlackouts.startsAt, range.endAt),
        gt(spaceBlackouts.endsAt, range.startAt),
      ),
    )
}
