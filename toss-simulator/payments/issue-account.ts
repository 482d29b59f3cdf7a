import { formatTime } from '@/toss-simulator/clock'
import { newSecret, newTransactionKey, receiptUrl } from '@/toss-simulator/payments/capture'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** Toss: 168 hours unless the shop says otherwise. */
const VALID_MS = 168 * 60 * 60 * 1000

/** Confirm of a virtual account: the buyer gets a number to pay to, and the shop the secret that its callbacks carry. */
export function issueAccount(simulator: Simulator, record: PaymentRecord): PaymentRecord {
  const { payment, choice, customerName } = record
  if (choice?.kind !== 'VIRTUAL_ACCOUNT') throw new Error('not a virtual account')
  const now = simulator.clock.now()
  const transactionKey = newTransactionKey(simulator)
  const issued: PaymentRecord = {
    ...record,
    payment: {
      ...payment,
      status: 'WAITING_FOR_DEPOSIT',
      lastTransactionKey: transactionKey,
      secret: newSecret(simulator),
      virtualAccount: {
        // Toss: with test keys a number begins with X, so that nobody can pay to it.
        accountNumber: `X${simulator.random.digits(13)}`,
        accountType: '일반',
        bankCode: choice.bankCode,
        customerName: customerName ?? '구매자',
        dueDate: formatTime(now + VALID_MS),
        expired: false,
        settlementStatus: 'INCOMPLETED',
        refundStatus: 'NONE',
        refundReceiveAccount: null,
        depositorName: null,
      },
      receipt: { url: receiptUrl(simulator, payment.paymentKey) },
    },
    transactions: [
      ...record.transactions,
      { transactionKey, status: 'WAITING_FOR_DEPOSIT', amount: 0, at: now },
    ],
    effectiveConfirms: record.effectiveConfirms + 1,
  }
  simulator.store.savePayment(issued)
  return issued
}
