import { eq } from 'drizzle-orm'
import { orders, type OrderStatus } from '@/db/schema/charge'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { alarm } from '@/lib/log'
import { wakeUser } from '@/lib/notification/wake'
import { addMs, DAY_MS } from '@/lib/time'
import { nextCheckAt } from '@/lib/policy/back-off'
import { findMismatch } from '@/lib/toss/match'
import type { Payment } from '@/lib/toss/payment'
import { lockAutoTopUp } from './auto-topup/auto-topup'
import { followRun } from './auto-topup/follow-run'
import { credit, suspend } from './credit'
import { nextUndoCheckAt } from './deposit-watch'
import type { Change, OrderRow } from './order'
import { review } from './review'
import { followCancels, undoDeposit } from './take-back'
import { waitForDeposit } from './wait-for-deposit'

/** Toss can say what became of a payment long before this; if it does not, its answer will not come by itself. */
const UNKNOWN_AT_MOST_MS = DAY_MS

/** What is known of an order's payment. */
export type Evidence =
  /** Toss shows the payment: its status decides. `seen` is the order as it was when Toss was asked. */
  | { kind: 'payment'; payment: Payment; seen: Pick<OrderRow, 'status' | 'depositsUndone'> }
  /** Nothing was taken, for this reason. */
  | { kind: 'declined'; code: string }
  /** Nothing was taken, and it no longer can be. */
  | { kind: 'lapsed' }
  /** Not known yet: ask again later. */
  | { kind: 'open' }

/** Nobody has paid yet, as far as is known. */
const UNPAID: OrderStatus[] = ['READY', 'CONFIRMING']

/** Ended for good, but for late money: what Toss says is DONE is credited even then. */
const ENDED: OrderStatus[] = ['FAILED', 'EXPIRED', 'CANCELED']

/**
 * The one place where a charge ends: the request, the job and the webhook all come here with what Toss said,
 * and where a charge that has ended is followed if Toss or a bank takes the money back.
 * Safe to call any number of times, at once or much later: the order's row lock and the ledger's natural key let
 * one of them through.
 */
export async function settleCharge(ctx: Ctx, orderId: string, evidence: Evidence): Promise<OrderRow> {
  const settled = await withTx(ctx.db, async (tx) => {
    const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
    const topUp = order!.autoTopUpId && (await lockAutoTopUp(tx, order!.autoTopUpId))
    const change = await decide(ctx, tx, order!, evidence)
    await failpoint('charge.5')
    if (!change) return order!
    if (topUp) await followRun(ctx, tx, topUp, order!, change)
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

async function decide(ctx: Ctx, tx: Tx, order: OrderRow, evidence: Evidence): Promise<Change | null> {
  if (order.status === 'NEEDS_REVIEW') return null
  if (evidence.kind === 'payment') {
    const credited = order.approvedAt !== null || order.depositsUndone > 0
    return credited ? follow(ctx, tx, order, evidence) : decideByPayment(ctx, tx, order, evidence.payment)
  }
  switch (evidence.kind) {
    case 'declined':
      return UNPAID.includes(order.status) ? ended('FAILED', evidence.code) : null
    case 'lapsed':
      return UNPAID.includes(order.status) ? ended('EXPIRED') : null
    case 'open':
      return ENDED.includes(order.status) ? null : stillOpen(ctx, tx, order)
  }
}

/** Looks again later; after a day without any answer a person has to. */
async function stillOpen(ctx: Ctx, tx: Tx, order: OrderRow): Promise<Change | null> {
  const now = ctx.now()
  const { status, confirmingAt } = order
  if (status === 'DONE') return watchOn(ctx, order)
  const givenUp = status === 'CONFIRMING' && confirmingAt && addMs(confirmingAt, UNKNOWN_AT_MOST_MS) < now
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
      return waitForDeposit(ctx, tx, order, payment)
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

/**
 * An order that was credited before. Its payment goes back and forth, so an answer counts only for what the order was
 * when Toss was asked: an older one, come late, would undo or repeat what has been done since.
 */
async function follow(
  ctx: Ctx,
  tx: Tx,
  order: OrderRow,
  { payment, seen }: Extract<Evidence, { kind: 'payment' }>,
): Promise<Change | null> {
  const { status } = payment
  const mismatch = findMismatch(ctx, order, payment)
  if (mismatch) return contradicted(order, mismatch.field)
  const fresh = seen.status === order.status && seen.depositsUndone === order.depositsUndone
  const lookAgain = { nextCheckAt: nextCheckAt(ctx.now(), 0) }

  if (order.approvedAt) {
    if (status === 'CANCELED' || status === 'PARTIAL_CANCELED') return followCancels(ctx, tx, order, payment)
    if (order.status !== 'DONE') return null
    if (status === 'DONE') return watchOn(ctx, order)
    // A bank cannot undo a deposit of which we gave back a part.
    if (status !== 'WAITING_FOR_DEPOSIT' || order.refunded > 0n) return contradicted(order, 'status')
    return fresh ? undoDeposit(ctx, tx, order) : lookAgain
  }
  // Its deposit was credited and undone.
  if (status === 'DONE') return fresh ? credit(ctx, tx, order, payment) : lookAgain
  if (ENDED.includes(order.status)) return null
  if (status === 'WAITING_FOR_DEPOSIT') return waitForDeposit(ctx, tx, order, payment)
  return status === 'CANCELED' ? ended('CANCELED') : contradicted(order, 'status')
}

/** A deposit that is still there is looked at for as long as a bank may take it back; anything else no more. */
function watchOn(ctx: Ctx, { method, approvedAt, nextCheckAt: planned }: OrderRow): Change | null {
  const next = method === 'VIRTUAL_ACCOUNT' ? nextUndoCheckAt(approvedAt!, ctx.now()) : null
  return next || planned ? { nextCheckAt: next } : null
}

/** Toss cannot mean this order's payment: nothing is done, and a person should know. */
function contradicted({ id: orderId, nextCheckAt: next }: OrderRow, field: string): Change | null {
  alarm('charge.contradicted', { orderId, field })
  return next ? { nextCheckAt: null } : null
}

function ended(status: 'FAILED' | 'EXPIRED' | 'CANCELED', failureCode: string | null = null): Change {
  return { status, failureCode, nextCheckAt: null }
}
