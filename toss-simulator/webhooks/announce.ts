import { formatTime } from '@/toss-simulator/clock'
import type { Payment, PaymentStatus } from '@/toss-simulator/payments/payment'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'
import { WEBHOOK_EVENTS, type Webhook, type WebhookEvent } from '@/toss-simulator/webhooks/webhook'

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
  for (const event of WEBHOOK_EVENTS) if (concerns(event, payment)) enqueue(simulator, event, payment)
}

function concerns(event: WebhookEvent, { status, virtualAccount, type }: Payment): boolean {
  if (type === 'BILLING' && status === 'DONE') return false
  const ofDeposit = virtualAccount !== null && DEPOSITS.includes(status)
  return event === 'DEPOSIT_CALLBACK' ? ofDeposit : ofDeposit || ENDS.includes(status)
}

function enqueue(simulator: Simulator, event: WebhookEvent, payment: Payment): void {
  const now = simulator.clock.now()
  const fault = simulator.faults.take('webhook', event)
  const states = { lose: 'lost', reorder: 'held' } as const
  const webhook: Webhook = {
    id: `whtrans_a${simulator.random.ulid(now)}`,
    event,
    orderId: payment.orderId,
    body: JSON.stringify(bodyOf(event, payment, now)),
    state: states[fault?.name as keyof typeof states] ?? 'pending',
    dueAt: fault?.name === 'late' ? now + fault.param.ms! : now,
    copies: fault?.name === 'duplicate' ? 2 : 1,
    attempts: [],
  }
  simulator.store.saveWebhook(webhook)
  simulator.nudge()
}

/** Toss: `createdAt` has microseconds and no offset; DEPOSIT_CALLBACK is flat, without a type or a paymentKey. */
function bodyOf(event: WebhookEvent, payment: Payment, now: number): Record<string, unknown> {
  const createdAt = `${formatTime(now).slice(0, 19)}.000000`
  if (event === 'PAYMENT_STATUS_CHANGED') return { eventType: event, createdAt, data: payment }
  const { secret, status, lastTransactionKey, orderId } = payment
  return { createdAt, secret, status, transactionKey: lastTransactionKey, orderId }
}
