import { formatTime } from '@/toss-simulator/clock'
import { newTransactionKey } from '@/toss-simulator/payments/capture'
import type { CashReceipt } from '@/toss-simulator/payments/payment'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** The money is there: WAITING_FOR_DEPOSIT becomes DONE. */
export function acceptDeposit(simulator: Simulator, record: PaymentRecord): PaymentRecord {
  const { payment } = record
  const virtualAccount = payment.virtualAccount!
  return move(simulator, record, payment.totalAmount, {
    status: 'DONE',
    approvedAt: formatTime(simulator.clock.now()),
    virtualAccount: { ...virtualAccount, depositorName: virtualAccount.customerName },
    cashReceipt: cashReceiptOf(simulator, record),
  })
}

/** Toss: the bank takes a deposit back, usually within minutes: DONE becomes WAITING_FOR_DEPOSIT again. */
export function undoDeposit(simulator: Simulator, record: PaymentRecord): PaymentRecord {
  const { payment } = record
  return move(simulator, record, -payment.totalAmount, {
    status: 'WAITING_FOR_DEPOSIT',
    approvedAt: null,
    virtualAccount: { ...payment.virtualAccount!, depositorName: null },
    cashReceipt: null,
  })
}

function move(
  simulator: Simulator,
  record: PaymentRecord,
  amount: number,
  changed: Pick<PaymentRecord['payment'], 'status' | 'approvedAt' | 'virtualAccount' | 'cashReceipt'>,
): PaymentRecord {
  const transactionKey = newTransactionKey(simulator)
  const { status } = changed
  const moved: PaymentRecord = {
    ...record,
    payment: { ...record.payment, ...changed, lastTransactionKey: transactionKey },
    transactions: [...record.transactions, { transactionKey, status, amount, at: simulator.clock.now() }],
  }
  simulator.store.savePayment(moved)
  return moved
}

function cashReceiptOf(simulator: Simulator, { payment, choice }: PaymentRecord): CashReceipt | null {
  if (choice?.kind !== 'VIRTUAL_ACCOUNT' || !choice.cashReceiptType) return null
  const receiptKey = simulator.random.alphanumeric(39)
  return {
    type: choice.cashReceiptType,
    receiptKey,
    issueNumber: simulator.random.digits(9),
    receiptUrl: `${simulator.baseUrl}/receipt/redirection?transactionId=${encodeURIComponent(payment.paymentKey)}&ref=CR`,
    amount: payment.totalAmount,
    taxFreeAmount: payment.taxFreeAmount,
  }
}
