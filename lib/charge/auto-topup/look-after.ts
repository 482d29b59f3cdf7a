import { inArray, sql } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import type { Ctx } from '@/lib/context'
import { describeError, log } from '@/lib/log'
import { LONGEST_BACK_OFF_MS } from '@/lib/policy/back-off'
import { addMs } from '@/lib/time'
import type { AutoTopUpRow } from './auto-topup'
import { resolveCard } from './register-card'
import { removeKey } from './turn-off'

const BATCH = 20

/**
 * Takes up every card whose registration has not been answered, and every key that is to be deleted. Safe to run twice
 * at once: claiming one moves its next look forward. Answers how many were looked at.
 */
export async function lookAfterCards(ctx: Ctx): Promise<number> {
  if (!ctx.billing) return 0
  const due = await claimDue(ctx)
  await Promise.all(
    due.map((row) =>
      (row.authKeySealed ? resolveCard(ctx, row) : removeKey(ctx, row)).catch((error: unknown) =>
        log.error({ autoTopUpId: row.id, ...describeError(error) }, 'looking after a card failed'),
      ),
    ),
  )
  return due.length
}

/** The claim is the move of `next_check_at` itself: whoever dies with it is replaced when that time has come. */
async function claimDue(ctx: Ctx): Promise<AutoTopUpRow[]> {
  const now = ctx.now()
  const due = sql`(select ${autoTopUps.id} from ${autoTopUps}
    where ${autoTopUps.nextCheckAt} <= ${now.toISOString()}::timestamptz
    order by ${autoTopUps.nextCheckAt} limit ${BATCH} for update skip locked)`
  return ctx.db
    .update(autoTopUps)
    .set({
      nextCheckAt: addMs(now, LONGEST_BACK_OFF_MS),
      checks: sql`${autoTopUps.checks} + 1`,
      updatedAt: now,
    })
    .where(inArray(autoTopUps.id, due))
    .returning()
}
