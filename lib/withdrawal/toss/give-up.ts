import { and, eq, isNull } from 'drizzle-orm'
import { payouts } from '@/db/schema/payout'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { lockWithdrawal, toSend, type WithdrawalRow } from '../withdrawal'
import { isQuiet } from './calls'
import type { PayoutRow } from './payout'

/**
 * Nobody will ask Toss for it any more. False where somebody has begun another attempt, asks at this moment, or has
 * ended it. `before`: what was asked, null where nothing was.
 */
export function giveUp(
  ctx: Ctx,
  withdrawal: WithdrawalRow,
  before: PayoutRow | null,
  failureCode: string,
): Promise<boolean> {
  return withTx(ctx.db, async (tx) => {
    const { status } = await lockWithdrawal(tx, withdrawal.id)
    if (status !== 'SENDING') return false
    return before ? closeAttempt(ctx, tx, before, failureCode) : neverAsk(ctx, tx, withdrawal, failureCode)
  })
}

/** Under the withdrawal's lock, as every request is intended: what has not been refused by then may still be paid. */
export async function closeAttempt(ctx: Ctx, tx: Tx, row: PayoutRow, failureCode: string): Promise<boolean> {
  if (!(await isQuiet(ctx, tx, row))) return false
  const closed = await tx
    .update(payouts)
    .set({ failureCode })
    .where(
      and(
        eq(payouts.withdrawalId, row.withdrawalId),
        eq(payouts.attempt, row.attempt),
        isNull(payouts.payoutId),
        isNull(payouts.failureCode),
      ),
    )
    .returning()
  return closed.length > 0
}

async function neverAsk(ctx: Ctx, tx: Tx, row: WithdrawalRow, failureCode: string): Promise<boolean> {
  const { id, userId } = row
  const kept = await tx
    .insert(payouts)
    .values({ withdrawalId: id, userId, attempt: 0, amount: toSend(row), failureCode, askedAt: ctx.now() })
    .onConflictDoNothing()
    .returning()
  return kept.length > 0
}
