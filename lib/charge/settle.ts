import { eq } from 'drizzle-orm'
import { orders, type OrderStatus } from '@/db/schema/charge'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { charge, suspenseIn } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { lockBalance } from '@/lib/ledger/read'
import { alarm } from '@/lib/log'
import { wakeUser } from '@/lib/notification/wake'
import { readSetting } from '@/lib/settings/read-setting'
import { addMs, DAY_MS } from '@/lib/time'
import { methodCode, type Payment } from '@/lib/toss/payment'
import { nextCheckAt } from '@/lib/policy/back-off'
import { findMismatch } from '@/lib/toss/match'
import type { OrderRow } from './order'

/** Toss can say what became of a payment long before this; if it does not, its answer will not come by itself. */
const UNKNOWN_AT_MOST_MS = DAY_MS

/** What is known of an order's payment. */
export type Evidence =
  /** Toss shows the payment: its status decides. */
  | { kind: 'payment'; payment: Payment }
  /** Nothing was taken, for this reason. */
  | { kind: 'declined'; code: string }
  /** Nothing was taken, and it no longer can be. */
  | { kind: 'lapsed' }
  /** Not known yet: ask again later. */
  | { kind: 'open' }

/** Ended for good, but for late money: what Toss says is DONE is credited even then. */
const ENDED: OrderStatus[] = ['FAILED', 'EXPIRED', 'CANCELED']

/**
 * The one place where a charge ends: the request, the job and later the webhook all come here with what Toss said.
 * Safe to call any number of times, at once or much later: the order's row lock and the ledger's natural key let
 * one of them through.
 */
export async function settleCharge(ctx: Ctx, orderId: string, evidence: Evidence): Promise<OrderRow> {
  const settled = await withTx(ctx.db, async (tx) => {
    const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
    const change = await decide(ctx, tx, order!, evidence)
    await failpoint('charge.5')
    if (!change) return order!
    const [changed] = await tx
      .update(orders)
      .set({ ...change, updatedAt: ctx.now() })
      .where(eq(orders.id, orderId))
      .returning()
    return changed!
  })
  await failpoint('charge.6')
  wakeUser(ctx.db, settled.userId)
  return settled
}

type Change = Partial<OrderRow>

async function decide(ctx: Ctx, tx: Tx, order: OrderRow, evidence: Evidence): Promise<Change | null> {
  // CANCELED since: what was seen of it before is no new money.
  const wasCredited = order.status === 'CANCELED' && order.approvedAt !== null
  if (order.status === 'DONE' || order.status === 'NEEDS_REVIEW' || wasCredited) return null
  if (evidence.kind === 'payment') return decideByPayment(ctx, tx, order, evidence.payment)
  if (ENDED.includes(order.status)) return null
  switch (evidence.kind) {
    case 'declined':
      return ended('FAILED', evidence.code)
    case 'lapsed':
      return ended('EXPIRED')
    case 'open':
      return stillOpen(ctx, tx, order)
  }
}

/** Looks again later; after a day without any answer a person has to. */
async function stillOpen(ctx: Ctx, tx: Tx, order: OrderRow): Promise<Change> {
  const now = ctx.now()
  const givenUp = order.confirmingAt && addMs(order.confirmingAt, UNKNOWN_AT_MOST_MS) < now
  return givenUp
    ? review(ctx, tx, order, 'unknown_for_a_day')
    : { nextCheckAt: nextCheckAt(now, order.checks) }
}

async function decideByPayment(ctx: Ctx, tx: Tx, order: OrderRow, payment: Payment): Promise<Change | null> {
  const { status } = payment
  const mismatch = findMismatch(ctx, order, payment)
  if (mismatch?.kind === 'foreign') return review(ctx, tx, order, `mismatch.${mismatch.field}`)
  if (status === 'DONE')
    return mismatch
      ? suspend(ctx, tx, order, payment, `mismatch.${mismatch.field}`)
      : credit(ctx, tx, order, payment)
  if (status === 'PARTIAL_CANCELED') return review(ctx, tx, order, 'partially_canceled_before_credit')
  if (ENDED.includes(order.status)) return null
  if (mismatch) return review(ctx, tx, order, `mismatch.${mismatch.field}`)

  switch (status) {
    case 'WAITING_FOR_DEPOSIT':
      return { status, method: methodCode(payment), ...paymentKeyOf(ctx, payment), nextCheckAt: null }
    case 'ABORTED':
      return ended('FAILED', payment.failure?.code ?? 'PAY_PROCESS_ABORTED')
    case 'EXPIRED':
      return ended('EXPIRED')
    case 'CANCELED':
      return ended('CANCELED')
    case 'READY':
    case 'IN_PROGRESS':
      return stillOpen(ctx, tx, order)
  }
}

async function credit(ctx: Ctx, tx: Tx, order: OrderRow, payment: Payment): Promise<Change> {
  const occurredAt = approvedAt(ctx, payment)
  const { cap } = await readSetting(ctx, 'charge', tx)
  const balance = await lockBalance(tx, order.userId, 'balance')
  if (balance + order.amount > cap) return suspend(ctx, tx, order, payment, 'over_cap')
  await post(tx, ctx, charge({ user: order.userId, orderId: order.id, amount: order.amount, occurredAt }))
  return {
    status: 'DONE',
    approvedAt: occurredAt,
    method: methodCode(payment),
    receiptUrlSealed: payment.receipt ? ctx.sealer.seal(payment.receipt.url) : null,
    failureCode: null,
    nextCheckAt: null,
    ...paymentKeyOf(ctx, payment),
  }
}

/** Toss has money for this order that may not be credited as it is: into suspense, and to a person. */
async function suspend(ctx: Ctx, tx: Tx, order: OrderRow, payment: Payment, reason: string): Promise<Change> {
  const amount = BigInt(payment.totalAmount)
  if (amount > 0n) {
    await post(tx, ctx, suspenseIn({ orderId: order.id, amount, occurredAt: approvedAt(ctx, payment) }))
  }
  return review(ctx, tx, order, reason)
}

async function review(ctx: Ctx, tx: Tx, order: OrderRow, reason: string): Promise<Change> {
  alarm('charge.needs_review', { orderId: order.id, reason })
  await audit(ctx, tx, { action: 'charge.needs_review', target: order.id, detail: { reason } })
  return { status: 'NEEDS_REVIEW', nextCheckAt: null }
}

function ended(status: 'FAILED' | 'EXPIRED' | 'CANCELED', failureCode: string | null = null): Change {
  return { status, failureCode, nextCheckAt: null }
}

function approvedAt(ctx: Ctx, payment: Payment): Date {
  return payment.approvedAt ? new Date(payment.approvedAt) : ctx.now()
}

function paymentKeyOf(ctx: Ctx, { paymentKey }: Payment): Change {
  return {
    paymentKeySealed: ctx.sealer.seal(paymentKey),
    paymentKeyFingerprint: ctx.sealer.fingerprint(paymentKey),
  }
}
