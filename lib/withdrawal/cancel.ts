import { eq } from 'drizzle-orm'
import { withdrawals } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { withdrawFailed } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { wakeUser } from '@/lib/notification/wake'
import { addMs } from '@/lib/time'
import { CANCELED_BY_OWNER } from './messages'
import { tell, WATCHED_EVERY_MS } from './settle'
import { neverPay, requireUnpaid, takeBackScheduled, type Unpaid } from './toss/take-back'
import { lockWithdrawal, type WithdrawalRow } from './withdrawal'

/**
 * Gives up a withdrawal of which the bank knows nothing, for its owner. One that Toss is to carry may be given up while
 * it waits, too: for who is paid, for its turn, for money there, or for its day. Throws NOT_FOUND, STATE_CONFLICT once it
 * is sent, and TRY_AGAIN while nobody can tell whether it is.
 */
export async function cancelWithdrawal(
  ctx: Ctx,
  { userId, withdrawalId }: { userId: string; withdrawalId: string },
): Promise<WithdrawalRow> {
  const seen = await readOwn(ctx, userId, withdrawalId)
  const withToss = isWithToss(seen)
  const unpaid = withToss ? await requireUnpaid(ctx, seen) : null
  if (withToss && !unpaid) return takeBackScheduled(ctx, seen)
  const canceled = await withTx(ctx.db, async (tx) =>
    giveUp(ctx, tx, await lockWithdrawal(tx, withdrawalId), CANCELED_BY_OWNER, unpaid),
  )
  wakeUser(ctx.db, userId)
  return canceled
}

async function readOwn({ db }: Ctx, userId: string, withdrawalId: string): Promise<WithdrawalRow> {
  const rows = isId(withdrawalId)
    ? await db.select().from(withdrawals).where(eq(withdrawals.id, withdrawalId))
    : []
  if (rows[0]?.userId !== userId) throw new PosPayError('NOT_FOUND')
  return rows[0]
}

/** Its money is withdrawable again. Done before, nothing happens. Throws as `cancelWithdrawal`. */
export async function giveUp(
  ctx: Ctx,
  tx: Tx,
  row: WithdrawalRow,
  code: string,
  unpaid: Unpaid | null = null,
): Promise<WithdrawalRow> {
  if (row.status === 'CANCELED') return row
  if (unpaid && isWithToss(row)) await neverPay(ctx, tx, row, unpaid, code)
  else if (row.status !== 'REQUESTED' && row.status !== 'APPROVED') {
    throw new PosPayError('STATE_CONFLICT', { message: '이미 은행으로 보내고 있어 취소할 수 없어요.' })
  }
  const now = ctx.now()
  const { id: withdrawalId, userId: user, amount, withheld } = row
  await post(tx, ctx, withdrawFailed({ withdrawalId, user, amount, withheld, occurredAt: now }))
  await tell(ctx, tx, row, 'withdrawal.canceled', code)
  const ended = { status: 'CANCELED', reason: null, failureCode: code, endedAt: now, updatedAt: now } as const
  // What Toss was asked for once is watched, as after any end.
  const nextCheckAt = unpaid?.payout ? addMs(now, WATCHED_EVERY_MS) : null
  const [canceled] = await tx
    .update(withdrawals)
    .set({ ...ended, nextCheckAt })
    .where(eq(withdrawals.id, withdrawalId))
    .returning()
  return canceled!
}

function isWithToss({ status, carrier }: WithdrawalRow): boolean {
  return status === 'SENDING' && carrier === 'toss'
}
