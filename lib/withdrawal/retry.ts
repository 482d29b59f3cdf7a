import { eq } from 'drizzle-orm'
import { withdrawals } from '@/db/schema/withdrawal'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { type Decision } from './approve'
import { requestWithdrawal } from './request'
import { lockWithdrawal, type WithdrawalRow } from './withdrawal'

/**
 * Tries again for an operator: what is being sent is asked about now, and what failed or came back is asked for anew,
 * as its owner would, to the account that they have now. Answers the withdrawal that goes on. Throws FORBIDDEN,
 * NOT_FOUND, STATE_CONFLICT for what needs no try, and as `requestWithdrawal`.
 */
export async function retryWithdrawal(
  ctx: Ctx,
  { operatorId, withdrawalId }: Decision,
): Promise<WithdrawalRow> {
  const row = await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'withdrawals.decide')
    const locked = await lockWithdrawal(tx, withdrawalId)
    await audit(ctx, tx, { action: 'withdrawal.retried', target: withdrawalId })
    if (locked.status !== 'SENDING') return locked
    const now = ctx.now()
    const [due] = await tx
      .update(withdrawals)
      .set({ nextCheckAt: now, updatedAt: now })
      .where(eq(withdrawals.id, withdrawalId))
      .returning()
    return due!
  })
  if (row.status === 'SENDING') return row
  if (row.status !== 'FAILED' && row.status !== 'RETURNED') throw new PosPayError('STATE_CONFLICT')
  const { userId, amount } = row
  return (await requestWithdrawal(ctx, { userId, amount, key: `retry:${withdrawalId}` })).withdrawal
}
