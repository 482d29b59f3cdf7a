import { eq } from 'drizzle-orm'
import { withdrawals } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { withdrawFailed } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { wakeUser } from '@/lib/notification/wake'
import { tell } from './settle'
import { lockWithdrawal, type WithdrawalRow } from './withdrawal'

/** Gives up a withdrawal that has not been sent, for its owner. Throws NOT_FOUND, and STATE_CONFLICT once it is sent. */
export async function cancelWithdrawal(
  ctx: Ctx,
  { userId, withdrawalId }: { userId: string; withdrawalId: string },
): Promise<WithdrawalRow> {
  const canceled = await withTx(ctx.db, async (tx) => {
    const row = await lockWithdrawal(tx, withdrawalId)
    if (row.userId !== userId) throw new PosPayError('NOT_FOUND')
    return giveUp(ctx, tx, row, 'CANCELED_BY_OWNER')
  })
  wakeUser(ctx.db, userId)
  return canceled
}

/** Its money is withdrawable again. Done before, nothing happens. Throws STATE_CONFLICT once the bank may know of it. */
export async function giveUp(ctx: Ctx, tx: Tx, row: WithdrawalRow, code: string): Promise<WithdrawalRow> {
  if (row.status === 'CANCELED') return row
  if (row.status !== 'REQUESTED' && row.status !== 'APPROVED') {
    throw new PosPayError('STATE_CONFLICT', { message: '이미 은행으로 보내고 있어 취소할 수 없어요.' })
  }
  const now = ctx.now()
  const { id: withdrawalId, userId: user, amount, withheld } = row
  await post(tx, ctx, withdrawFailed({ withdrawalId, user, amount, withheld, occurredAt: now }))
  await tell(ctx, tx, row, 'withdrawal.canceled', code)
  const [canceled] = await tx
    .update(withdrawals)
    .set({ status: 'CANCELED', failureCode: code, endedAt: now, nextCheckAt: null, updatedAt: now })
    .where(eq(withdrawals.id, withdrawalId))
    .returning()
  return canceled!
}
