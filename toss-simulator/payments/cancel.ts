import { formatTime } from '@/toss-simulator/clock'
import { newTransactionKey } from '@/toss-simulator/payments/capture'
import { taxOf, type CancelDetail } from '@/toss-simulator/payments/payment'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/**
 * Gives `amount` of a payment back, with one more transaction. Toss: only the whole in one go makes it CANCELED;
 * after a partial cancel it stays PARTIAL_CANCELED, even with nothing left.
 */
export function cancel(
  simulator: Simulator,
  record: PaymentRecord,
  amount: number,
  cancelReason: string,
): PaymentRecord {
  const now = simulator.clock.now()
  const { payment } = record
  const transactionKey = newTransactionKey(simulator)
  const balanceAmount = payment.balanceAmount - amount
  const status = amount === payment.totalAmount ? 'CANCELED' : 'PARTIAL_CANCELED'
  const detail: CancelDetail = {
    transactionKey,
    cancelReason,
    taxExemptionAmount: 0,
    canceledAt: formatTime(now),
    cardDiscountAmount: balanceAmount === 0 ? (payment.discount?.amount ?? 0) : 0,
    transferDiscountAmount: 0,
    easyPayDiscountAmount: 0,
    receiptKey: null,
    cancelAmount: amount,
    taxFreeAmount: 0,
    refundableAmount: balanceAmount,
    cancelStatus: 'DONE',
    cancelRequestId: null,
  }
  // Money that never came does not go back.
  const returned = payment.status === 'WAITING_FOR_DEPOSIT' ? 0 : amount
  const canceled: PaymentRecord = {
    ...record,
    payment: {
      ...payment,
      status,
      lastTransactionKey: transactionKey,
      balanceAmount,
      ...taxOf(balanceAmount, Math.min(payment.taxFreeAmount, balanceAmount)),
      cancels: [...(payment.cancels ?? []), detail],
    },
    transactions: [...record.transactions, { transactionKey, status, amount: -returned, at: now }],
  }
  simulator.store.savePayment(canceled)
  return canceled
}
