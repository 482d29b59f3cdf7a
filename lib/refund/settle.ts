import { eq, sql } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { chargeRefunds } from '@/db/schema/refund'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { chargeRefundFailed, chargeRefundPaid } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { alarm } from '@/lib/log'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { nextCheckAt } from '@/lib/policy/back-off'
import { addMs, DAY_MS, HOUR_MS } from '@/lib/time'
import type { Cancel } from '@/lib/toss/payment'
import { lastCancel } from './ask-toss'
import { isOverdue, lateInterest, refundDueOn } from './deadline'
import { failureMessage } from './failure-message'
import type { RefundRow } from './refund'

/** What is known of a refund. */
export type Evidence =
  /** Toss shows it, by its own name. */
  | { kind: 'canceled'; cancels: Cancel[] }
  /** Nothing went back, and nothing will. */
  | { kind: 'failed'; code: string }
  /** Not known yet: look again later. */
  | { kind: 'open' }

/** Nobody waits longer for their money: then it is theirs again, or people look into it. No cancel is sent any more. */
const TRIED_AT_MOST_MS = DAY_MS

/** What people look into, Toss may still answer by itself. */
const REVIEW_EVERY_MS = HOUR_MS

export function isGivenUp({ requestedAt }: RefundRow, now: Date): boolean {
  return addMs(requestedAt, TRIED_AT_MOST_MS) < now
}

type Change = Partial<RefundRow>

/**
 * The one place where a refund ends: the request and the job come here with what Toss showed. Safe to call any number
 * of times, at once or much later: the row's lock and the ledger's natural keys let one of them through.
 */
export async function settleRefund(ctx: Ctx, refundId: string, evidence: Evidence): Promise<RefundRow> {
  const settled = await withTx(ctx.db, async (tx) => {
    const refund = await lock(tx, refundId)
    const change = await decide(ctx, tx, refund, evidence)
    await failpoint('refund.5')
    if (!change) return refund
    const [changed] = await tx
      .update(chargeRefunds)
      .set({ ...change, updatedAt: ctx.now() })
      .where(eq(chargeRefunds.id, refundId))
      .returning()
    return changed!
  })
  await failpoint('refund.6')
  wakeUser(ctx.db, settled.userId)
  return settled
}

/** The order first, as everybody locks the two. */
async function lock(tx: Tx, refundId: string): Promise<RefundRow> {
  const ofRefund = tx
    .select({ id: chargeRefunds.orderId })
    .from(chargeRefunds)
    .where(eq(chargeRefunds.id, refundId))
  await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, ofRefund)).for('update')
  const [row] = await tx.select().from(chargeRefunds).where(eq(chargeRefunds.id, refundId)).for('update')
  return row!
}

async function decide(ctx: Ctx, tx: Tx, refund: RefundRow, evidence: Evidence): Promise<Change | null> {
  if (refund.status === 'DONE' || refund.status === 'FAILED') return null
  if (evidence.kind === 'canceled') return decideByCancels(ctx, tx, refund, evidence.cancels)
  if (evidence.kind === 'failed') {
    // A cancel that somebody has sent meanwhile may yet have its effect.
    const { state } = await lastCancel(ctx, refund, tx)
    if (state !== 'running') return fail(ctx, tx, refund, evidence.code)
  }
  return stillOpen(ctx, tx, refund)
}

async function decideByCancels(
  ctx: Ctx,
  tx: Tx,
  refund: RefundRow,
  [cancel, ...others]: Cancel[],
): Promise<Change | null> {
  if (others.length > 0) return review(ctx, tx, refund, 'canceled_twice')
  if (BigInt(cancel!.cancelAmount) !== refund.amount) return review(ctx, tx, refund, 'mismatch.cancelAmount')
  switch (cancel!.cancelStatus) {
    case 'DONE':
      return finish(ctx, tx, refund, cancel!)
    case 'ABORTED':
      return fail(ctx, tx, refund, 'REFUND_REJECTED')
    case 'IN_PROGRESS':
      return stillOpen(ctx, tx, refund)
  }
}

async function finish(ctx: Ctx, tx: Tx, refund: RefundRow, cancel: Cancel): Promise<Change> {
  const now = ctx.now()
  const occurredAt = cancel.canceledAt ? new Date(cancel.canceledAt) : now
  const { id, orderId, amount } = refund
  await post(tx, ctx, chargeRefundPaid({ refundId: id, orderId, amount, occurredAt }))
  await tx
    .update(orders)
    .set({
      status: sql`case when ${orders.refunded} + ${orders.takenBack} = ${orders.amount} then 'CANCELED' else ${orders.status} end`,
      updatedAt: now,
    })
    .where(eq(orders.id, orderId))
  await tell(ctx, tx, refund, { kind: 'charge_refund.done' })
  return { status: 'DONE', transactionKey: cancel.transactionKey, endedAt: now, nextCheckAt: null }
}

async function fail(ctx: Ctx, tx: Tx, refund: RefundRow, code: string): Promise<Change> {
  const now = ctx.now()
  const { id, orderId, userId, amount } = refund
  await post(tx, ctx, chargeRefundFailed({ refundId: id, orderId, user: userId, amount, occurredAt: now }))
  await tx
    .update(orders)
    .set({ refunded: sql`${orders.refunded} - ${amount}`, updatedAt: now })
    .where(eq(orders.id, orderId))
  await tell(ctx, tx, refund, { kind: 'charge_refund.failed', code })
  return { status: 'FAILED', failureCode: code, endedAt: now, nextCheckAt: null }
}

/** Looks again later; after a day without an answer people have to. */
async function stillOpen(ctx: Ctx, tx: Tx, refund: RefundRow): Promise<Change> {
  const now = ctx.now()
  return isGivenUp(refund, now)
    ? review(ctx, tx, refund, 'unknown_for_a_day')
    : { nextCheckAt: nextCheckAt(now, refund.checks) }
}

async function review(ctx: Ctx, tx: Tx, refund: RefundRow, reason: string): Promise<Change> {
  if (refund.status !== 'NEEDS_REVIEW') {
    alarm('refund.needs_review', { refundId: refund.id, orderId: refund.orderId, reason })
    await audit(ctx, tx, { action: 'refund.needs_review', target: refund.id, detail: { reason } })
  }
  const now = ctx.now()
  if (isOverdue(refund, now)) {
    const { id: refundId, orderId, amount } = refund
    const interest = String(lateInterest(refund, now))
    alarm('refund.overdue', {
      ...{ refundId, orderId, amount: String(amount), interest },
      dueOn: refundDueOn(refund.requestedAt),
    })
  }
  return { status: 'NEEDS_REVIEW', nextCheckAt: addMs(now, REVIEW_EVERY_MS) }
}

async function tell(
  ctx: Ctx,
  tx: Tx,
  { id, userId, batchId, orderId, amount }: RefundRow,
  { kind, code }: { kind: 'charge_refund.done' | 'charge_refund.failed'; code?: string },
): Promise<void> {
  const [order] = await tx.select({ method: orders.method }).from(orders).where(eq(orders.id, orderId))
  const reason = code ? failureMessage(code) : ''
  const data = { amount: String(amount), batchId, method: order!.method ?? '', reason }
  await notify(tx, ctx, [{ userId, kind, subject: id, data }])
}
