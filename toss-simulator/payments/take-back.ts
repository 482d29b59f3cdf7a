import { formatTime } from '@/toss-simulator/clock'
import { TossError } from '@/toss-simulator/errors'
import { newTransactionKey } from '@/toss-simulator/payments/capture'
import { taxOf, type Cancel } from '@/toss-simulator/payments/payment'
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
  const { payment } = record
  if (payment.status !== 'DONE' && payment.status !== 'PARTIAL_CANCELED')
    throw new TossError('NOT_CANCELABLE_PAYMENT')
  if (amount < 1 || amount > payment.balanceAmount) throw new TossError('NOT_CANCELABLE_AMOUNT')
  const now = simulator.clock.now()
  const transactionKey = newTransactionKey(simulator)
  const balanceAmount = payment.balanceAmount - amount
  // Toss: only a single cancel of everything makes it CANCELED.
  const status = amount === payment.totalAmount ? 'CANCELED' : 'PARTIAL_CANCELED'
  const cancel: Cancel = {
    transactionKey,
    cancelReason: reason,
    taxExemptionAmount: 0,
    canceledAt: formatTime(now),
    cardDiscountAmount: 0,
    transferDiscountAmount: 0,
    easyPayDiscountAmount: 0,
    receiptKey: null,
    cancelAmount: amount,
    taxFreeAmount: 0,
    refundableAmount: balanceAmount,
    cancelStatus: 'DONE',
    cancelRequestId: null,
  }
  const canceled: PaymentRecord = {
    ...record,
    payment: {
      ...payment,
      status,
      lastTransactionKey: transactionKey,
      balanceAmount,
      ...taxOf(balanceAmount, Math.min(payment.taxFreeAmount, balanceAmount)),
      cancels: [...(payment.cancels ?? []), cancel],
    },
    transactions: [...record.transactions, { transactionKey, status, amount: -amount, at: now }],
  }
  simulator.store.savePayment(canceled)
  return canceled
}
