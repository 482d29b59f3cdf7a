import { eq } from 'drizzle-orm'
import { bankAccounts, withdrawals } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Carrier, TransferState } from '@/lib/bank/bank'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { withdrawFailed, withdrawPaid, withdrawPaidLate, withdrawReturned } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { alarm } from '@/lib/log'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { nextCheckAt } from '@/lib/policy/back-off'
import { addMs, DAY_MS, HOUR_MS, laterOf, MINUTE_MS } from '@/lib/time'
import { accountLabel } from './account'
import { CANCELED_BY_OWNER, failureMessage } from './messages'
import { tellHeld } from './tell-held'
import { lockWithdrawal, toSend, type WithdrawalRow } from './withdrawal'

/** Nobody waits longer for a bank's answer: then people ask it. The money stays in transit. */
const UNKNOWN_AT_MOST_MS = DAY_MS
const REVIEW_EVERY_MS = HOUR_MS
/** Until the bank's account has been filled up. */
const SHORT_EVERY_MS = 10 * MINUTE_MS
/** For so long after its end the bank may still change its mind. */
const WATCHED_FOR_MS = 7 * DAY_MS
export const WATCHED_EVERY_MS = HOUR_MS

type Change = Partial<WithdrawalRow>

/**
 * The one place where a withdrawal that was sent comes to an end, and where that end is undone when the bank says
 * otherwise. Safe to call any number of times, at once or much later: the row's lock and the ledger's natural keys let
 * one of them through.
 */
export async function settleWithdrawal(
  ctx: Ctx,
  carrier: Pick<Carrier, 'paidFrom'>,
  withdrawalId: string,
  state: TransferState,
): Promise<WithdrawalRow> {
  const settled = await withTx(ctx.db, async (tx) => {
    const row = await lockWithdrawal(tx, withdrawalId)
    const change = await decide(ctx, tx, carrier, row, state)
    await failpoint('withdrawal.6')
    if (!change) return row
    const [changed] = await tx
      .update(withdrawals)
      .set({ ...change, updatedAt: ctx.now() })
      .where(eq(withdrawals.id, withdrawalId))
      .returning()
    return changed!
  })
  await failpoint('withdrawal.7')
  wakeUser(ctx.db, settled.userId)
  return settled
}

async function decide(
  ctx: Ctx,
  tx: Tx,
  carrier: Pick<Carrier, 'paidFrom'>,
  row: WithdrawalRow,
  state: TransferState,
): Promise<Change | null> {
  const { paidFrom } = carrier
  switch (row.status) {
    case 'SENDING':
      if (state.kind === 'completed') return complete(ctx, tx, row, paidFrom, state.transferId)
      if (state.kind === 'failed') return fail(ctx, tx, row, state.code)
      if (state.kind === 'canceled') return cancel(ctx, tx, row, state.transferId)
      if (state.kind === 'returned') return carriedOutAndReturned(ctx, tx, row, paidFrom, state.code)
      return wait(ctx, tx, row, state)
    case 'COMPLETED':
      if (state.kind === 'failed' || state.kind === 'returned')
        return takeBack(ctx, tx, row, paidFrom, state.code)
      if (state.kind === 'canceled') return takeBack(ctx, tx, row, paidFrom, CANCELED_BY_OWNER)
      return watch(ctx, row)
    // What its owner took back was with Toss if it was with anybody, who had refused it or taken it back.
    case 'CANCELED':
    case 'FAILED':
      if (state.kind === 'completed') return completeLate(ctx, tx, row, paidFrom, state.transferId)
      return watch(ctx, row)
    default:
      return null
  }
}

async function complete(
  ctx: Ctx,
  tx: Tx,
  row: WithdrawalRow,
  paidFrom: Carrier['paidFrom'],
  transferId: string,
): Promise<Change> {
  const now = ctx.now()
  const { id: withdrawalId, amount, withheld } = row
  await post(tx, ctx, withdrawPaid({ withdrawalId, amount, withheld, paidFrom, occurredAt: now }))
  await tell(ctx, tx, row, 'withdrawal.completed')
  return {
    status: 'COMPLETED',
    reason: null,
    transferId,
    completedAt: now,
    endedAt: now,
    nextCheckAt: addMs(now, WATCHED_EVERY_MS),
  }
}

async function fail(ctx: Ctx, tx: Tx, row: WithdrawalRow, code: string): Promise<Change> {
  const now = ctx.now()
  const { id: withdrawalId, userId: user, amount, withheld } = row
  await post(tx, ctx, withdrawFailed({ withdrawalId, user, amount, withheld, occurredAt: now }))
  await tell(ctx, tx, row, 'withdrawal.failed', code)
  const nextCheckAt = addMs(now, WATCHED_EVERY_MS)
  return { status: 'FAILED', reason: null, failureCode: code, endedAt: now, nextCheckAt }
}

/** Its owner has it back, and it is watched as after any end. */
async function cancel(ctx: Ctx, tx: Tx, row: WithdrawalRow, transferId: string): Promise<Change> {
  const { id: withdrawalId, userId: user, amount, withheld } = row
  const now = ctx.now()
  await post(tx, ctx, withdrawFailed({ withdrawalId, user, amount, withheld, occurredAt: now }))
  await tell(ctx, tx, row, 'withdrawal.canceled', CANCELED_BY_OWNER)
  const ended = { status: 'CANCELED', reason: null, failureCode: CANCELED_BY_OWNER, endedAt: now } as const
  return { ...ended, transferId, nextCheckAt: addMs(now, WATCHED_EVERY_MS) }
}

/** Both steps are in the book, whether or not anybody looked in between. */
async function carriedOutAndReturned(
  ctx: Ctx,
  tx: Tx,
  row: WithdrawalRow,
  paidFrom: Carrier['paidFrom'],
  code: string,
): Promise<Change> {
  const { id: withdrawalId, amount, withheld } = row
  const now = ctx.now()
  await post(tx, ctx, withdrawPaid({ withdrawalId, amount, withheld, paidFrom, occurredAt: now }))
  return { ...(await takeBack(ctx, tx, row, paidFrom, code)), reason: null, completedAt: now, endedAt: now }
}

async function takeBack(
  ctx: Ctx,
  tx: Tx,
  row: WithdrawalRow,
  paidFrom: Carrier['paidFrom'],
  code: string,
): Promise<Change> {
  const { id: withdrawalId, userId: user, amount, withheld } = row
  const occurredAt = ctx.now()
  await post(tx, ctx, withdrawReturned({ withdrawalId, user, amount, withheld, paidFrom, occurredAt }))
  await tell(ctx, tx, row, 'withdrawal.returned', code)
  return { status: 'RETURNED', failureCode: code, nextCheckAt: null }
}

/** Its owner had it back already, and may have spent it: what is not there any more is owed. */
async function completeLate(
  ctx: Ctx,
  tx: Tx,
  row: WithdrawalRow,
  paidFrom: Carrier['paidFrom'],
  transferId: string,
): Promise<Change> {
  const now = ctx.now()
  const { id: withdrawalId, userId: user, amount, withheld } = row
  await post(tx, ctx, withdrawPaidLate({ withdrawalId, user, amount, withheld, paidFrom, occurredAt: now }))
  await tell(ctx, tx, row, 'withdrawal.completed')
  alarm('withdrawal.paid_after_failure', { withdrawalId })
  const nextCheckAt = addMs(now, WATCHED_EVERY_MS)
  return { status: 'COMPLETED', failureCode: null, transferId, completedAt: now, nextCheckAt }
}

/** Looks again later, and says why; people are asked where a bank gives no answer for a day. */
async function wait(ctx: Ctx, tx: Tx, row: WithdrawalRow, state: TransferState): Promise<Change> {
  const now = ctx.now()
  const soon = nextCheckAt(now, row.checks)
  if (state.kind === 'accepted') {
    const { transferId, again } = state
    if (!again) return { reason: null, transferId, nextCheckAt: soon }
    return { reason: 'scheduled', transferId, nextCheckAt: laterOf(soon, again) }
  }
  if (state.kind === 'held') {
    if (state.reason !== row.reason) await tellHeld(ctx, tx, row, state.reason)
    return { reason: state.reason, nextCheckAt: laterOf(soon, state.again) }
  }
  if (state.kind === 'short') {
    if (row.reason !== 'funds') alarm('withdrawal.short_of_funds', { withdrawalId: row.id })
    return { reason: 'funds', nextCheckAt: addMs(now, SHORT_EVERY_MS) }
  }
  if (now < addMs(row.sentAt!, UNKNOWN_AT_MOST_MS)) return { reason: 'unknown', nextCheckAt: soon }
  if (row.reason !== 'review') {
    alarm('withdrawal.needs_review', { withdrawalId: row.id, state: state.kind })
    await audit(ctx, tx, { action: 'withdrawal.needs_review', target: row.id })
  }
  return { reason: 'review', nextCheckAt: addMs(now, REVIEW_EVERY_MS) }
}

function watch(ctx: Ctx, { endedAt }: WithdrawalRow): Change {
  const next = addMs(ctx.now(), WATCHED_EVERY_MS)
  return { nextCheckAt: next < addMs(endedAt!, WATCHED_FOR_MS) ? next : null }
}

type Told = 'withdrawal.completed' | 'withdrawal.failed' | 'withdrawal.returned' | 'withdrawal.canceled'

/** Tells the owner what has become of a withdrawal, and writes it down. */
export async function tell(ctx: Ctx, tx: Tx, row: WithdrawalRow, kind: Told, code?: string): Promise<void> {
  const [account] = await tx.select().from(bankAccounts).where(eq(bankAccounts.id, row.bankAccountId))
  const data = {
    amount: String(kind === 'withdrawal.completed' ? toSend(row) : row.amount),
    account: accountLabel(account!),
    reason: code ? failureMessage(code) : '',
  }
  await notify(tx, ctx, [{ userId: row.userId, kind, subject: row.id, data }])
  await audit(ctx, tx, { action: kind, target: row.id, detail: { amount: String(row.amount), code } })
}
