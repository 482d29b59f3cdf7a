import { count, eq } from 'drizzle-orm'
import { withdrawalApprovals, withdrawals } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { wakeUser } from '@/lib/notification/wake'
import { giveUp } from './cancel'
import { lockWithdrawal, type WithdrawalRow } from './withdrawal'

export type Decision = { operatorId: string; withdrawalId: string }

/**
 * An operator agrees; with the last one that is needed it is sent. Agreeing twice counts once. Throws FORBIDDEN for
 * anybody else and for one's own withdrawal, NOT_FOUND, and STATE_CONFLICT when it no longer waits.
 */
export async function approveWithdrawal(
  ctx: Ctx,
  { operatorId, withdrawalId, reason }: Decision & { reason?: string },
): Promise<WithdrawalRow> {
  const approved = await withTx(ctx.db, async (tx) => {
    const row = await lockWaiting(tx, { operatorId, withdrawalId })
    const now = ctx.now()
    await tx
      .insert(withdrawalApprovals)
      .values({ withdrawalId, ownerId: row.userId, operatorId, approvedAt: now })
      .onConflictDoNothing()
    const [agreed] = await tx
      .select({ operators: count() })
      .from(withdrawalApprovals)
      .where(eq(withdrawalApprovals.withdrawalId, withdrawalId))
    await audit(ctx, tx, { action: 'withdrawal.approved', target: withdrawalId, reason })
    if (agreed!.operators < row.approvalsNeeded) return row
    const [sendable] = await tx
      .update(withdrawals)
      .set({ status: 'APPROVED', nextCheckAt: now, updatedAt: now })
      .where(eq(withdrawals.id, withdrawalId))
      .returning()
    return sendable!
  })
  wakeUser(ctx.db, approved.userId)
  return approved
}

/** An operator refuses: its money is withdrawable again. Throws as `approveWithdrawal`. */
export async function rejectWithdrawal(
  ctx: Ctx,
  { reason, ...decision }: Decision & { reason: string },
): Promise<WithdrawalRow> {
  const rejected = await withTx(ctx.db, async (tx) => {
    const row = await lockWaiting(tx, decision)
    await audit(ctx, tx, { action: 'withdrawal.rejected', target: row.id, detail: { reason } })
    return giveUp(ctx, tx, row, 'REJECTED')
  })
  wakeUser(ctx.db, rejected.userId)
  return rejected
}

async function lockWaiting(tx: Tx, { operatorId, withdrawalId }: Decision): Promise<WithdrawalRow> {
  await requireDuty(tx, operatorId, 'withdrawals.decide')
  const row = await lockWithdrawal(tx, withdrawalId)
  if (row.userId === operatorId)
    throw new PosPayError('FORBIDDEN', { message: '내 출금은 승인할 수 없어요.' })
  if (row.status !== 'REQUESTED') throw new PosPayError('STATE_CONFLICT')
  return row
}
