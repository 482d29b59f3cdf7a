import { eq } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { chargeRefunds } from '@/db/schema/refund'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { alarm } from '@/lib/log'
import {
  alarmed,
  intendCall,
  lastAnswer,
  queryToss,
  sendCall,
  tossOf,
  type LastAnswer,
} from '@/lib/toss/calls'
import { cancelReason } from '@/lib/toss/cancels'
import type { RefundAccount } from '@/lib/toss/client'
import { classifyCancelCode } from '@/lib/toss/codes'
import { findMismatch } from '@/lib/toss/match'
import { cancelOutcome, type ActionOutcome, type QueryOutcome } from '@/lib/toss/outcome'
import type { RefundRow } from './refund'

/** What Toss shows of the payment that is to go back. Changes nothing there. */
export async function lookAtToss(ctx: Ctx, { orderId }: RefundRow): Promise<QueryOutcome> {
  const [order] = await ctx.db.select().from(orders).where(eq(orders.id, orderId))
  return trusted(ctx, orderId, await queryToss(ctx, order!))
}

/**
 * Asks Toss to give the money back, and only if as much is left there as the attempt began with: so neither a repeat
 * nor an older attempt that arrives late can give it back twice. `left` begins a new attempt; without it the present
 * one is repeated. Null when the refund has ended meanwhile: then nothing is sent.
 */
export async function cancelAtToss(
  ctx: Ctx,
  refund: RefundRow,
  left: bigint | null,
): Promise<ActionOutcome | null> {
  const { sealer } = ctx
  const [order] = await ctx.db.select().from(orders).where(eq(orders.id, refund.orderId))
  const toss = tossOf(ctx, order!)
  const paymentKey = sealer.open(order!.paymentKeySealed!)
  const sending = await withTx(ctx.db, (tx) => intend(ctx, tx, refund, left, paymentKey))
  if (!sending) return null

  const { row, intent } = sending
  const account = row.accountSealed && sealer.open(row.accountSealed)
  const request = {
    paymentKey,
    idempotencyKey: attemptOf(row).idempotencyKey,
    cancelReason: cancelReason(row.id),
    cancelAmount: row.amount,
    refundableAmount: row.refundable!,
    refundAccount: account ? (JSON.parse(account) as RefundAccount) : null,
  }
  const answer = await sendCall(ctx, intent, async () => {
    const pending = toss.cancel(request)
    await failpoint('refund.3')
    return pending
  })
  await failpoint('refund.4')
  return trusted(ctx, row.orderId, alarmed({ orderId: row.orderId }, cancelOutcome(answer)))
}

/** Under the refund's lock, so that it cannot end as failed while this is on its way. */
async function intend(ctx: Ctx, tx: Tx, { id, attempt }: RefundRow, left: bigint | null, paymentKey: string) {
  const [locked] = await tx.select().from(chargeRefunds).where(eq(chargeRefunds.id, id)).for('update')
  if (locked!.status !== 'REFUNDING') return null
  // Whoever comes second works with the first one's new key.
  const begins = left !== null && locked!.attempt === attempt
  const row = begins ? await beginAttempt(ctx, tx, locked!, left) : locked!
  const asks = [paymentKey, row.id, row.amount, row.refundable!]
  const intent = await intendCall(ctx, tx, { ...attemptOf(row), operation: 'cancel', asks })
  return { row, intent }
}

async function beginAttempt(ctx: Ctx, tx: Tx, { id, attempt }: RefundRow, left: bigint): Promise<RefundRow> {
  const [row] = await tx
    .update(chargeRefunds)
    .set({ attempt: attempt + 1, refundable: left, updatedAt: ctx.now() })
    .where(eq(chargeRefunds.id, id))
    .returning()
  return row!
}

/** How the refund's present attempt stands. */
export function lastCancel(ctx: Ctx, refund: RefundRow, db: Tx | Ctx['db'] = ctx.db): Promise<LastAnswer> {
  return lastAnswer(ctx, db, attemptOf(refund), classifyCancelCode)
}

function attemptOf({ id, orderId, attempt }: RefundRow) {
  return { orderId, idempotencyKey: `cancel:${id}:${attempt}` }
}

/** A payment that is not the order's says nothing about its refunds. */
async function trusted<T extends ActionOutcome | QueryOutcome>(ctx: Ctx, orderId: string, outcome: T) {
  if (outcome.kind !== 'payment') return outcome
  const [order] = await ctx.db.select().from(orders).where(eq(orders.id, orderId))
  const mismatch = findMismatch(ctx, order!, outcome.payment)
  if (!mismatch) return outcome
  alarm('refund.mismatch', { orderId, field: mismatch.field })
  return { kind: 'unknown' as const, code: `mismatch.${mismatch.field}`, alarm: null }
}
