import { and, eq, gt, lt } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { spaceBlackouts } from '@/db/schema/space'
import type { Range } from './hours'

/** Everything that keeps a space from being booked within `range`, in the one place where slots learn of it: blackouts. */
export async function takenRanges(db: NodePgDatabase, spaceId: string, range: Range): Promise<Range[]> {
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
