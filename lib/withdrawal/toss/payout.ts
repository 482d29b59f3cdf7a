import { and, eq, isNull, type InferSelectModel } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { payouts } from '@/db/schema/payout'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { lockWithdrawal, type WithdrawalRow } from '../withdrawal'
import { lockSeller } from './seller'

export type PayoutRow = InferSelectModel<typeof payouts>

export async function readPayout(db: NodePgDatabase, withdrawalId: string): Promise<PayoutRow | null> {
  const [row] = await db.select().from(payouts).where(eq(payouts.withdrawalId, withdrawalId))
  return row ?? null
}

type Begin = {
  withdrawal: WithdrawalRow
  amount: bigint
  payoutDate: string | null
  before: PayoutRow | null
}

/**
 * Says what Toss will be asked, under a key of its own. Under the locks of the withdrawal and of whom it goes to: one
 * that has ended is not sent, and none is sent while its seller may hold another account. Null for these. Whoever comes
 * second works with the first one's attempt.
 */
export function beginAttempt(ctx: Ctx, { withdrawal, amount, payoutDate, before }: Begin) {
  const { id: withdrawalId, userId, bankAccountId } = withdrawal
  return withTx(ctx.db, async (tx): Promise<PayoutRow | null> => {
    const { status } = await lockWithdrawal(tx, withdrawalId)
    const seller = await lockSeller(tx, userId)
    const now = await readPayout(tx, withdrawalId)
    if (status !== 'SENDING' || now?.failureCode || now?.payoutId) return null
    if (now && now.attempt !== before?.attempt) return now
    if (seller?.state !== 'HOLDING' || seller.bankAccountId !== bankAccountId) return null
    const words = { destination: seller.sellerId, amount, payoutDate, askedAt: ctx.now() }
    const attempt = (now?.attempt ?? 0) + 1
    const [row] = await tx
      .insert(payouts)
      .values({ withdrawalId, userId, attempt, ...words })
      .onConflictDoUpdate({ target: payouts.withdrawalId, set: { attempt, ...words } })
      .returning()
    return row!
  })
}

/** Toss's id of it, once seen: from then on it is looked up by that. */
export async function keepPayoutId(
  { db }: Ctx,
  { withdrawalId }: PayoutRow,
  payoutId: string,
): Promise<void> {
  await db
    .update(payouts)
    .set({ payoutId })
    .where(and(eq(payouts.withdrawalId, withdrawalId), isNull(payouts.payoutId)))
}
