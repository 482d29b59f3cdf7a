import { and, eq } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import type { QueryOutcome } from '@/lib/toss/outcome'
import { queryToss } from '@/lib/toss/calls'
import type { PaymentStatus } from '@/lib/toss/payment'
import { lastAttempt, takeAtToss } from './ask-toss'
import { confirmWindowOver, sendingOver, type OrderRow } from './order'
import { settleCharge } from './settle'

/** Answers to confirm whose meaning only a look at the payment tells, and tells at once. */
const WORTH_A_LOOK = new Set(['ALREADY_PROCESSED_PAYMENT', 'DUPLICATED_ORDER_ID'])

/** At Toss the money has not moved yet, and still may. */
const OPEN: PaymentStatus[] = ['READY', 'IN_PROGRESS']

/** Asks for the money and takes the order as far as the answer reaches. */
export async function resolveByConfirm(ctx: Ctx, order: OrderRow): Promise<OrderRow> {
  const outcome = await takeAtToss(ctx, order)
  if (outcome.kind === 'refused') return resolveByQuery(ctx, order)
  if (outcome.kind === 'payment') return settleCharge(ctx, order.id, { ...outcome, seen: order })
  if (outcome.kind !== 'unknown') return settleCharge(ctx, order.id, outcome)
  if (!WORTH_A_LOOK.has(outcome.code)) return settleCharge(ctx, order.id, { kind: 'open' })
  const found = await queryToss(ctx, order)
  return settleCharge(ctx, order.id, found.kind === 'payment' ? { ...found, seen: order } : { kind: 'open' })
}

/**
 * An order whose outcome is not known: looks first. Money is asked for again only where Toss shows that nothing has
 * happened: with the same key while it was never answered, with a new one after an answer without effect.
 */
export async function resolveByQuery(ctx: Ctx, order: OrderRow): Promise<OrderRow> {
  const found = await queryToss(ctx, order)
  return found.kind === 'unknown'
    ? settleCharge(ctx, order.id, { kind: 'open' })
    : resolveByAnswer(ctx, order, found)
}

/** Asks Toss about an order out of turn. False where Toss did not say: the order then stays as it is. */
export async function lookAtToss(ctx: Ctx, order: OrderRow): Promise<boolean> {
  const found = await queryToss(ctx, order)
  if (found.kind === 'unknown') return false
  // The payer may still be in the window: nobody's word ends that early.
  const paying = order.status === 'READY' && ctx.now() < order.expiresAt && !hasMoved(found)
  if (!paying) await resolveByAnswer(ctx, order, found)
  return true
}

type Answered = Exclude<QueryOutcome, { kind: 'unknown' }>

const hasMoved = (found: Answered) => found.kind === 'payment' && !OPEN.includes(found.payment.status)

async function resolveByAnswer(ctx: Ctx, order: OrderRow, found: Answered): Promise<OrderRow> {
  if (found.kind === 'payment' && hasMoved(found))
    return settleCharge(ctx, order.id, { ...found, seen: order })

  // Nothing has been taken so far.
  if (order.status === 'DONE' || order.status === 'WAITING_FOR_DEPOSIT')
    return settleCharge(ctx, order.id, { kind: 'open' })
  if (order.status !== 'CONFIRMING') return settleCharge(ctx, order.id, { kind: 'lapsed' })
  const last = await lastAttempt(ctx, order)
  if (last.state === 'refused') {
    const lapsed = last.code === 'NOT_FOUND_PAYMENT_SESSION'
    return settleCharge(ctx, order.id, lapsed ? { kind: 'lapsed' } : { kind: 'declined', code: last.code })
  }
  if (confirmWindowOver(order, ctx.now())) return settleCharge(ctx, order.id, { kind: 'lapsed' })
  if (last.state === 'running' || sendingOver(order, ctx.now()))
    return settleCharge(ctx, order.id, { kind: 'open' })
  if (last.state === 'unanswered') return resolveByConfirm(ctx, order)
  // A window has made a payment that Toss must show; a run makes one only by being charged.
  if (found.kind === 'absent' && !order.autoTopUpId) return settleCharge(ctx, order.id, { kind: 'open' })
  return resolveByConfirm(ctx, await nextAttempt(ctx, order))
}

/** A new idempotency key, for one caller: whoever comes second works with the first one's. */
async function nextAttempt(ctx: Ctx, order: OrderRow): Promise<OrderRow> {
  await ctx.db
    .update(orders)
    .set({ attempt: order.attempt + 1, updatedAt: ctx.now() })
    .where(and(eq(orders.id, order.id), eq(orders.attempt, order.attempt)))
  const [row] = await ctx.db.select().from(orders).where(eq(orders.id, order.id))
  return row!
}
