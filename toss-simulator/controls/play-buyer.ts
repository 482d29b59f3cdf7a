import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { findError } from '@/toss-simulator/error-table'
import { TossError } from '@/toss-simulator/errors'
import { findByClientKey } from '@/toss-simulator/merchants'
import { authenticateBuyer } from '@/toss-simulator/payments/authenticate'
import { readChoice } from '@/toss-simulator/payments/choice'
import { expireIfDue } from '@/toss-simulator/payments/expire'
import { listByOrder } from '@/toss-simulator/payments/find'
import { openPayment, type OpenRequest } from '@/toss-simulator/payments/open'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/**
 * `POST /__sim/authenticate {clientKey, customerKey, orderId, amount, method, ...}` → `{paymentKey}`.
 * Plays the buyer in the window: afterwards the payment is IN_PROGRESS and may be confirmed.
 * Takes an open window of that order and amount if there is one, else opens it.
 */
export const playBuyer: ControlHandler = (simulator, body) => {
  const wish = (body ?? {}) as Record<string, unknown>
  const record = findOpen(simulator, wish) ?? openPayment(simulator, toOpenRequest(wish), null)
  const choice = readChoice({ method: 'CARD', ...wish }, record.payment.totalAmount)
  const authenticated = authenticateBuyer(simulator, record, choice, readDecline(wish.decline))
  return { paymentKey: authenticated.payment.paymentKey }
}

/** `POST /__sim/payments/{paymentKey}/decline {code}`: the confirm of a payment that is still to come is refused. */
export const declinePayment: ControlHandler = (simulator, body, { paymentKey = '' }) => {
  const record = simulator.store.findPayment(paymentKey)
  if (!record) throw new TossError('NOT_FOUND_PAYMENT')
  const { status } = expireIfDue(simulator, record).payment
  if (status !== 'READY' && status !== 'IN_PROGRESS') {
    throw new TossError('INVALID_REQUEST', { message: `the payment is ${status}` })
  }
  const declineCode = readDecline((body as { code?: unknown } | undefined)?.code)
  simulator.store.savePayment({ ...record, declineCode })
  return { paymentKey, declineCode }
}

function toOpenRequest(wish: Record<string, unknown>): OpenRequest {
  const { clientKey, customerKey, orderId, orderName = '테스트 주문', amount, metadata, customerName } = wish
  return { clientKey, customerKey, orderId, orderName, amount, metadata, customerName, method: 'CARD' }
}

function findOpen(simulator: Simulator, wish: Record<string, unknown>): PaymentRecord | undefined {
  const credential = findByClientKey(simulator.merchants, String(wish.clientKey))
  if (!credential) return undefined
  return listByOrder(simulator, credential.merchant.mId, String(wish.orderId)).find(
    ({ payment, family }) =>
      family === credential.family && payment.status === 'READY' && payment.totalAmount === wish.amount,
  )
}

/** The code of a later refusal; null for none. */
export function readDecline(decline: unknown): string | null {
  if (decline === undefined || decline === null) return null
  if (typeof decline !== 'string' || !findError(decline)) {
    throw new TossError('INVALID_REQUEST', { message: 'the code must be one that Toss documents' })
  }
  return decline
}
