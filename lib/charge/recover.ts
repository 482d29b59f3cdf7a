import { inArray, sql } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { describeError, log } from '@/lib/log'
import { LONGEST_BACK_OFF_MS } from '@/lib/policy/back-off'
import type { OrderRow } from './order'
import { resolveByQuery } from './resolve'

const BATCH = 20

/**
 * Takes up every order whose time to be looked at has come: one whose outcome is not known, or one that nobody
 * paid. Safe to run twice at once: claiming an order moves its next look forward. Answers how many were looked at.
 */
export async function recoverCharges(ctx: Ctx): Promise<number> {
  const due = await claimDue(ctx)
  await Promise.all(
    due.map((order) =>
      resolveByQuery(ctx, order).catch((error: unknown) =>
        log.error({ orderId: order.id, ...describeError(error) }, 'recovery failed'),
      ),
    ),
  )
  return due.length
}

/** The claim is the move of `next_check_at` itself: whoever dies with it is replaced when that time has come. */
async function claimDue(ctx: Ctx): Promise<OrderRow[]> {
  const now = ctx.now()
  const lease = new Date(now.getTime() + LONGEST_BACK_OFF_MS)
  const due = sql`(select ${orders.id} from ${orders} where ${orders.nextCheckAt} <= ${now.toISOString()}::timestamptz
    order by ${orders.nextCheckAt} limit ${BATCH} for update skip locked)`
  return ctx.db
    .update(orders)
    .set({ nextCheckAt: lease, checks: sql`${orders.checks} + 1`, updatedAt: now })
    .where(inArray(orders.id, due))
    .returning()
}
