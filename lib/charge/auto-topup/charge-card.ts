import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { readCustomerKey } from '@/lib/identity/customer-key'
import { intendCall, sendCall } from '@/lib/toss/calls'
import { chargeOutcome, type ActionOutcome } from '@/lib/toss/outcome'
import { attemptOf, ORDER_NAME, type OrderRow } from '../order'
import { lockAutoTopUp } from './auto-topup'

/**
 * Asks Toss to charge the registered card for a run, under the attempt's key. The intent is written under the automatic
 * top-up's lock: once it is off, nothing is sent any more, and the run only waits for what Toss already has.
 */
export async function chargeCard(ctx: Ctx, order: OrderRow): Promise<ActionOutcome> {
  const { billing, sealer } = ctx
  if (!billing) throw new Error('TOSS_SECRET_KEY is not set, and there is a run of the automatic top-up')
  const customerKey = await readCustomerKey(ctx, order.userId)
  const { orderId, idempotencyKey } = attemptOf(order)
  const sending = await withTx(ctx.db, async (tx) => {
    const { state, billingKeySealed } = await lockAutoTopUp(tx, order.autoTopUpId!)
    if (state === 'OFF' || !billingKeySealed) return null
    const asks = [order.autoTopUpId!, customerKey, orderId, order.amount]
    const intent = await intendCall(ctx, tx, { orderId, idempotencyKey, operation: 'charge', asks })
    return { intent, billingKey: sealer.open(billingKeySealed) }
  })
  if (!sending) return { kind: 'unknown', code: 'turned_off', alarm: null }

  const { intent, billingKey } = sending
  const answer = await sendCall(ctx, intent, async () => {
    const card = { billingKey, customerKey }
    const pending = billing.charge({
      ...card,
      orderId,
      orderName: ORDER_NAME,
      amount: order.amount,
      idempotencyKey,
    })
    await failpoint('charge.3')
    return pending
  })
  await failpoint('charge.4')
  return chargeOutcome(answer)
}
