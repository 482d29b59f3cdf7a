import { TossError } from '@/toss-simulator/errors'
import { cancel } from '@/toss-simulator/payments/cancel'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/**
 * Money of a payment goes back without the shop's API having asked for it: from Toss's dashboard, or as a chargeback.
 * @throws {TossError} NOT_CANCELABLE_PAYMENT unless it was captured, NOT_CANCELABLE_AMOUNT beyond what is left of it
 */
export function takeBack(
  simulator: Simulator,
  record: PaymentRecord,
  { amount, reason }: { amount: number; reason: string },
): PaymentRecord {
  const { status, balanceAmount } = record.payment
  if (status !== 'DONE' && status !== 'PARTIAL_CANCELED') throw new TossError('NOT_CANCELABLE_PAYMENT')
  if (amount < 1 || amount > balanceAmount) throw new TossError('NOT_CANCELABLE_AMOUNT')
  return cancel(simulator, record, amount, reason)
}
