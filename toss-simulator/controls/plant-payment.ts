import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { findByClientKey, type Credential } from '@/toss-simulator/merchants'
import { newSecret, newTransactionKey, receiptUrl } from '@/toss-simulator/payments/capture'
import { methodFields } from '@/toss-simulator/payments/method-fields'
import { newPayment, taxOf, type Payment } from '@/toss-simulator/payments/payment'
import type { PaymentRecord, Transaction } from '@/toss-simulator/payments/record'
import { formatTime } from '@/toss-simulator/clock'
import type { Simulator } from '@/toss-simulator/simulator'

/**
 * `POST /__sim/payments {...}` plants a Payment as given, even one that Toss would refuse. What is left out is that of
 * an ordinary card payment, DONE just now. `clientKey` (not kept) says whose it is; the widget of the first shop if absent.
 */
export const plantPayment: ControlHandler = (simulator, body) => {
  const { clientKey, customerKey, ...given } = (body ?? {}) as Partial<Payment> & Record<string, unknown>
  const credential = findByClientKey(simulator.merchants, String(clientKey)) ?? defaultCredential(simulator)
  const payment = { ...defaults(simulator, credential, given), ...given }
  const now = simulator.clock.now()
  const record: PaymentRecord = {
    payment,
    family: credential.family,
    customerKey: typeof customerKey === 'string' ? customerKey : null,
    customerName: null,
    asked: 'CARD',
    choice: { kind: 'CARD', issuerCode: '61', installmentPlanMonths: 0 },
    openedAt: now,
    authenticatedAt: now,
    declineCode: null,
    returnAddress: null,
    transactions: transactionsOf(payment, now),
    effectiveConfirms: 0,
    planted: true,
  }
  simulator.store.savePayment(record)
  return payment
}

function defaultCredential({ merchants }: Simulator): Credential {
  return { merchant: merchants[0]!, family: 'widget' }
}

function defaults(simulator: Simulator, { merchant }: Credential, given: Partial<Payment>): Payment {
  const amount = typeof given.totalAmount === 'number' ? given.totalAmount : 10_000
  const status = given.status ?? 'DONE'
  const payment = newPayment(simulator, {
    mId: merchant.mId,
    orderId: `planted-${simulator.random.alphanumeric(12)}`,
    orderName: '심어 둔 결제',
    amount,
  })
  if (status !== 'DONE') return { ...payment, status }
  return {
    ...payment,
    ...methodFields({ kind: 'CARD', issuerCode: '61', installmentPlanMonths: 0 }, amount),
    ...taxOf(amount, 0),
    status,
    approvedAt: formatTime(simulator.clock.now()),
    lastTransactionKey: newTransactionKey(simulator),
    secret: newSecret(simulator),
    receipt: { url: receiptUrl(simulator, given.paymentKey ?? payment.paymentKey) },
  }
}

/** Its approval and each of its cancels, when they say they were; the approval just now if it does not. */
function transactionsOf({ lastTransactionKey, paymentKey, ...payment }: Payment, now: number): Transaction[] {
  const { status, totalAmount, approvedAt } = payment
  if (approvedAt === null) return []
  const cancels = Array.isArray(payment.cancels) ? payment.cancels : []
  const approval = {
    transactionKey: cancels.length === 0 && lastTransactionKey ? lastTransactionKey : `planted_${paymentKey}`,
    status: cancels.length === 0 ? status : 'DONE',
    amount: totalAmount,
    at: timeOr(approvedAt, now),
  }
  return [
    approval,
    ...cancels.map(({ transactionKey, cancelAmount, canceledAt }) => ({
      transactionKey,
      status,
      amount: -cancelAmount,
      at: timeOr(canceledAt, now),
    })),
  ]
}

function timeOr(text: string, fallback: number): number {
  const at = Date.parse(text)
  return Number.isNaN(at) ? fallback : at
}
