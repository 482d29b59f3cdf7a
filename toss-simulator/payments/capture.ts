import { formatTime } from '@/toss-simulator/clock'
import { methodFields } from '@/toss-simulator/payments/method-fields'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** Takes the money: the payment is DONE, with one more transaction. */
export function capture(simulator: Simulator, record: PaymentRecord): PaymentRecord {
  const now = simulator.clock.now()
  const { payment } = record
  const transactionKey = newTransactionKey(simulator)
  const captured: PaymentRecord = {
    ...record,
    payment: {
      ...payment,
      ...(record.choice ? methodFields(record.choice, payment.totalAmount) : {}),
      status: 'DONE',
      approvedAt: formatTime(now),
      lastTransactionKey: transactionKey,
      secret: newSecret(simulator),
      receipt: { url: receiptUrl(simulator, payment.paymentKey) },
    },
    transactions: [
      ...record.transactions,
      { transactionKey, status: 'DONE', amount: payment.totalAmount, at: now },
    ],
    effectiveConfirms: record.effectiveConfirms + 1,
  }
  simulator.store.savePayment(captured)
  return captured
}

export function newTransactionKey(simulator: Simulator): string {
  return `txrd_a${simulator.random.ulid(simulator.clock.now())}`
}

export function newSecret(simulator: Simulator): string {
  return `ps_${simulator.random.alphanumeric(28)}`
}

/** The simulator shows its own receipts; Toss's are at dashboard-sandbox.tosspayments.com with the same query. */
export function receiptUrl(simulator: Simulator, paymentKey: string): string {
  return `${simulator.baseUrl}/receipt/redirection?transactionId=${encodeURIComponent(paymentKey)}&ref=PX`
}
