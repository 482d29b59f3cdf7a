import { inArray, sql } from 'drizzle-orm'
import { chargeRefunds } from '@/db/schema/refund'
import type { Ctx } from '@/lib/context'
import { describeError, log } from '@/lib/log'
import { LONGEST_BACK_OFF_MS } from '@/lib/policy/back-off'
import type { RefundRow } from './refund'
import { resolveRefund } from './resolve'

const BATCH = 20

/**
 * Takes up every refund whose time to be looked at has come. Safe to run twice at once: claiming one moves its next
 * look forward. Answers how many were looked at.
 */
export async function recoverRefunds(ctx: Ctx): Promise<number> {
  const due = await claimDue(ctx)
  await Promise.all(
    due.map((refund) =>
      resolveRefund(ctx, refund).catch((error: unknown) =>
        log.error({ refundId: refund.id, ...describeError(error) }, 'recovery failed'),
      ),
    ),
  )
  return due.length
}

/** The claim is the move of `next_check_at` itself: whoever dies with it is replaced when that time has come. */
async function claimDue(ctx: Ctx): Promise<RefundRow[]> {
  const now = ctx.now()
  const lease = new Date(now.getTime() + LONGEST_BACK_OFF_MS)
  const due = sql`(select ${chargeRefunds.id} from ${chargeRefunds}
    where ${chargeRefunds.nextCheckAt} <= ${now.toISOString()}::timestamptz
    order by ${chargeRefunds.nextCheckAt} limit ${BATCH} for update skip locked)`
  return ctx.db
    .update(chargeRefunds)
    .set({ nextCheckAt: lease, checks: sql`${chargeRefunds.checks} + 1`, updatedAt: now })
    .where(inArray(chargeRefunds.id, due))
    .returning()
}
