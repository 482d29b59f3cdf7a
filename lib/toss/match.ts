import type { Ctx } from '@/lib/context'
import type { Payment } from './payment'

/** The order that a payment should be for. */
export type Expected = { id: string; amount: bigint; paymentKeyFingerprint: string | null }

/**
 * How an answer of Toss's can fail to be about our order. A Toss idempotency key ignores the body, so a wrong key
 * brings another order's success.
 * - `foreign`: not our order's money; nothing may be posted.
 * - `amount` / `payment_key`: money for our order that is not what was ordered; it is kept apart.
 */
export type Mismatch = { kind: 'foreign' | 'amount' | 'payment_key'; field: string }

export function findMismatch(
  ctx: Pick<Ctx, 'toss' | 'sealer'>,
  order: Expected,
  payment: Payment,
): Mismatch | null {
  const { merchantIds } = ctx.toss
  if (payment.orderId !== order.id) return { kind: 'foreign', field: 'orderId' }
  if (payment.currency !== 'KRW') return { kind: 'foreign', field: 'currency' }
  if (merchantIds.length > 0 && !merchantIds.includes(payment.mId)) return { kind: 'foreign', field: 'mId' }
  const expected = order.paymentKeyFingerprint
  if (expected && ctx.sealer.fingerprint(payment.paymentKey) !== expected) {
    return { kind: 'payment_key', field: 'paymentKey' }
  }
  if (BigInt(payment.totalAmount) !== order.amount) return { kind: 'amount', field: 'totalAmount' }
  return null
}
