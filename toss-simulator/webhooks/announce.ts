import { formatTime } from '@/toss-simulator/clock'
import type { Payment, PaymentStatus } from '@/toss-simulator/payments/payment'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'
import { enqueue } from '@/toss-simulator/webhooks/enqueue'
import { PAYMENT_EVENTS, type PaymentEvent } from '@/toss-simulator/webhooks/webhook'

const ENDS: PaymentStatus[] = ['DONE', 'CANCELED', 'PARTIAL_CANCELED', 'ABORTED', 'EXPIRED']
const DEPOSITS: PaymentStatus[] = ['WAITING_FOR_DEPOSIT', 'DONE', 'CANCELED', 'PARTIAL_CANCELED']

/**
 * Puts on its way what the shop is told of a change. Toss: a virtual account's change makes two hooks; opening a
 * window, authenticating, passing a due date and charging a registered card make none.
 */
export function announce(
  simulator: Simulator,
  before: PaymentRecord | undefined,
  after: PaymentRecord,
): void {
  if (!simulator.webhookUrl || after.planted) return
  const { payment } = after
  const known = before?.payment
  if (known?.status === payment.status && known.lastTransactionKey === payment.lastTransactionKey) return
  for (const event of PAYMENT_EVENTS) {
    if (!concerns(event, payment)) continue
    const body = bodyOf(event, payment, simulator.clock.now())
    enqueue(simulator, { event, orderId: payment.orderId, body })
  }
}

function concerns(event: PaymentEvent, { status, virtualAccount, type }: Payment): boolean {
  if (type === 'BILLING' && status === 'DONE') return false
  const ofDeposit = virtualAccount !== null && DEPOSITS.includes(status)
  return event === 'DEPOSIT_CALLBACK' ? ofDeposit : ofDeposit || ENDS.includes(status)
}

/** Toss: `createdAt` has microseconds and no offset; DEPOSIT_CALLBACK is flat, without a type or a paymentKey. */
function bodyOf(event: PaymentEvent, payment: Payment, now: number): Record<string, unknown> {
  const createdAt = `${formatTime(now).slice(0, 19)}.000000`
  if (event === 'PAYMENT_STATUS_CHANGED') return { eventType: event, createdAt, data: payment }
  const { secret, status, lastTransactionKey, orderId } = payment
  return { createdAt, secret, status, transactionKey: lastTransactionKey, orderId }
}
