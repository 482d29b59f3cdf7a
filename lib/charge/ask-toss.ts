import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { alarmed, intendCall, lastAnswer, sendCall, type LastAnswer } from '@/lib/toss/calls'
import { classifyChargeCode, classifyConfirmCode } from '@/lib/toss/codes'
import { confirmOutcome, type ActionOutcome } from '@/lib/toss/outcome'
import { chargeCard } from './auto-topup/charge-card'
import { attemptOf, type OrderRow } from './order'

/**
 * Asks Toss to take the money, for our own amount and under the attempt's key. The key stays the same until an answer
 * has come, so that repeating it cannot take twice.
 */
export async function takeAtToss(ctx: Ctx, order: OrderRow): Promise<ActionOutcome> {
  const outcome = await (order.autoTopUpId ? chargeCard(ctx, order) : confirmPayment(ctx, order))
  return alarmed({ orderId: order.id }, outcome)
}

/** Takes the money of the payer who has come back from the window. */
async function confirmPayment(ctx: Ctx, order: OrderRow): Promise<ActionOutcome> {
  const paymentKey = ctx.sealer.open(order.paymentKeySealed!)
  const { idempotencyKey } = attemptOf(order)
  const request = { paymentKey, orderId: order.id, amount: order.amount, idempotencyKey }
  const asks = [paymentKey, order.id, order.amount]
  const call = { ...attemptOf(order), operation: 'confirm', asks } as const
  const intent = await intendCall(ctx, ctx.db, call)
  const answer = await sendCall(ctx, intent, async () => {
    const pending = ctx.toss.confirm(request)
    await failpoint('charge.3')
    return pending
  })
  await failpoint('charge.4')
  return confirmOutcome(answer)
}

/** How the order's present attempt stands. */
export function lastAttempt(ctx: Ctx, order: OrderRow): Promise<LastAnswer> {
  const classify = order.autoTopUpId ? classifyChargeCode : classifyConfirmCode
  return lastAnswer(ctx, ctx.db, attemptOf(order), classify)
}
