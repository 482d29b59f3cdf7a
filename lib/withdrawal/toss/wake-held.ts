import { and, eq, inArray } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { withdrawals } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { OWNER_ACTS } from '../messages'

/** What waits for its owner is looked at now: they have done something about it. */
export async function wakeHeld(ctx: Ctx, into: NodePgDatabase, userId: string): Promise<void> {
  const now = ctx.now()
  await into
    .update(withdrawals)
    .set({ nextCheckAt: now, updatedAt: now })
    .where(
      and(
        eq(withdrawals.userId, userId),
        eq(withdrawals.status, 'SENDING'),
        inArray(withdrawals.reason, [...OWNER_ACTS]),
      ),
    )
}
