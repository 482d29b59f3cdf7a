import { inArray, sql } from 'drizzle-orm'
import { withdrawals } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { describeError, log } from '@/lib/log'
import { addMs, SECOND_MS } from '@/lib/time'
import { resolveWithdrawal } from './resolve'
import type { WithdrawalRow } from './withdrawal'

const BATCH = 20
/**
 * Longer than who carries it may take to answer: Toss has 65 s. Where several calls take longer together, whoever comes
 * second asks under the same key.
 */
const LEASE_MS = 90 * SECOND_MS

/**
 * Takes up every withdrawal whose time has come: to be sent, to be asked about, or to be watched after its end. Safe to
 * run twice at once: claiming one moves its next look forward. Answers how many were looked at.
 */
export async function sendDue(ctx: Ctx): Promise<number> {
  const due = await claimDue(ctx)
  await Promise.all(
    due.map((withdrawal) =>
      resolveWithdrawal(ctx, withdrawal).catch((error: unknown) =>
        log.error({ withdrawalId: withdrawal.id, ...describeError(error) }, 'sending failed'),
      ),
    ),
  )
  return due.length
}

/** The claim is the move of `next_check_at` itself: whoever dies with it is replaced when that time has come. */
async function claimDue(ctx: Ctx): Promise<WithdrawalRow[]> {
  const now = ctx.now()
  const due = sql`(select ${withdrawals.id} from ${withdrawals}
    where ${withdrawals.nextCheckAt} <= ${now.toISOString()}::timestamptz
    order by ${withdrawals.nextCheckAt} limit ${BATCH} for update skip locked)`
  return ctx.db
    .update(withdrawals)
    .set({ nextCheckAt: addMs(now, LEASE_MS), checks: sql`${withdrawals.checks} + 1`, updatedAt: now })
    .where(inArray(withdrawals.id, due))
    .returning()
}
