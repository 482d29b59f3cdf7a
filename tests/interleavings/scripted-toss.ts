import { assertNoOpenTx } from '@/db/client'
import type { BillingClient } from '@/lib/toss/billing'
import type { CancelRequest, TossAnswer, TossClient } from '@/lib/toss/client'
import { paymentSchema } from '@/lib/toss/payment'
import { DEFAULT_MERCHANT_ID } from '@/toss-simulator/merchants'
import { donePayment } from '../support/fixed-toss'
import type { Gate } from './gate'

/** `since`: what Toss shows differently from a payment that was just taken. */
type Held = { orderId: string; key: string; amount: bigint; taken: boolean; since?: object }
/** Reading lists moves nothing, so no command does. */
const NO_LISTS = { kind: 'unanswered', reason: 'no lists here' } as const

type GivenBack = Pick<CancelRequest, 'cancelReason' | 'cancelAmount'>

/**
 * A Toss in memory, as documented: it takes an authenticated payment once, gives back no more than is left of it, and
 * repeats its answer to a known key.
 */
export class ScriptedToss {
  private payments = new Map<string, Held>()
  private answers = new Map<string, TossAnswer>()
  private givenBack = new Map<string, GivenBack[]>()
  private removedCards = new Set<string>()

  hold(payment: Held): void {
    this.payments.set(payment.orderId, payment)
  }

  /** This Toss for one session: it acts and answers when the session's gate lets the call through. */
  behind(gate: Gate): TossClient {
    const call = (what: string, act: () => TossAnswer): Promise<TossAnswer> => {
      assertNoOpenTx('a call to Toss')
      return gate.pass(what, null, async () => act())
    }
    return {
      merchantIds: [DEFAULT_MERCHANT_ID],
      confirm: ({ orderId, idempotencyKey }) =>
        call('toss confirm', () => this.once(idempotencyKey, () => this.take(orderId))),
      cancel: ({ idempotencyKey, ...request }) =>
        call('toss cancel', () => this.once(idempotencyKey, () => this.giveBack(request))),
      findByOrder: (orderId) => call('toss query', () => this.show(orderId)),
      listTransactions: () => Promise.resolve(NO_LISTS),
      listPayouts: () => Promise.resolve(NO_LISTS),
    }
  }

  /** The same under the keys that charge registered cards; none is registered here. */
  billingBehind(gate: Gate): BillingClient {
    const toss = this.behind(gate)
    const call = <T>(what: string, act: () => T): Promise<T> => {
      assertNoOpenTx('a call to Toss')
      return gate.pass(what, null, async () => act())
    }
    return {
      ...toss,
      issue: () => Promise.reject(new Error('no card is registered here')),
      charge: ({ orderId, amount, billingKey, idempotencyKey }) =>
        call('toss charge', () =>
          this.once(idempotencyKey, () => this.chargeCard(orderId, amount, billingKey)),
        ),
      remove: (billingKey) =>
        call('toss remove', () => {
          this.removedCards.add(billingKey)
          return { kind: 'removed', httpStatus: 200 }
        }),
    }
  }

  private chargeCard(orderId: string, amount: bigint, billingKey: string): TossAnswer {
    if (this.removedCards.has(billingKey))
      return { kind: 'error', httpStatus: 400, code: 'ALREADY_REMOVED_BILLING_KEY' }
    if (this.payments.has(orderId)) return { kind: 'error', httpStatus: 400, code: 'DUPLICATED_ORDER_ID' }
    this.hold({ orderId, key: `key_${orderId}`, amount, taken: true })
    return this.show(orderId)
  }

  private once(idempotencyKey: string, act: () => TossAnswer): TossAnswer {
    const answer = this.answers.get(idempotencyKey) ?? act()
    this.answers.set(idempotencyKey, answer)
    return answer
  }

  private take(orderId: string): TossAnswer {
    const payment = this.payments.get(orderId)
    if (!payment) return { kind: 'error', httpStatus: 404, code: 'NOT_FOUND_PAYMENT_SESSION' }
    if (payment.taken) return { kind: 'error', httpStatus: 400, code: 'ALREADY_PROCESSED_PAYMENT' }
    payment.taken = true
    return this.show(orderId)
  }

  /** Won that it has given back for an order. */
  gone(orderId: string): bigint {
    const cancels = this.givenBack.get(orderId) ?? []
    return cancels.reduce((sum, { cancelAmount }) => sum + cancelAmount, 0n)
  }

  private giveBack(request: Omit<CancelRequest, 'idempotencyKey'>): TossAnswer {
    const payment = [...this.payments.values()].find(({ key, taken }) => taken && key === request.paymentKey)
    if (!payment) return { kind: 'error', httpStatus: 404, code: 'NOT_FOUND_PAYMENT' }
    const left = payment.amount - this.gone(payment.orderId)
    if (request.refundableAmount !== left)
      return { kind: 'error', httpStatus: 400, code: 'NOT_MATCHES_REFUNDABLE_AMOUNT' }
    if (request.cancelAmount > left) return { kind: 'error', httpStatus: 403, code: 'NOT_CANCELABLE_AMOUNT' }
    const { cancelReason, cancelAmount } = request
    const cancels = this.givenBack.get(payment.orderId) ?? []
    this.givenBack.set(payment.orderId, [...cancels, { cancelReason, cancelAmount }])
    return this.show(payment.orderId)
  }

  private show(orderId: string): TossAnswer {
    const payment = this.payments.get(orderId)
    if (!payment) return { kind: 'error', httpStatus: 404, code: 'NOT_FOUND_PAYMENT' }
    const { key, amount, taken, since } = payment
    const done = donePayment(orderId, key, Number(amount))
    const cancels = (this.givenBack.get(orderId) ?? []).map(({ cancelReason, cancelAmount }, at) => ({
      ...{ cancelReason, cancelAmount: Number(cancelAmount) },
      ...{ transactionKey: `${orderId}-${at}`, cancelStatus: 'DONE' },
    }))
    const left = Number(amount - this.gone(orderId))
    const status = cancels.length > 0 ? 'PARTIAL_CANCELED' : done.status
    const shown = taken
      ? { ...done, balanceAmount: left, cancels, status, ...since }
      : { ...done, status: 'IN_PROGRESS', approvedAt: null }
    return { kind: 'payment', httpStatus: 200, payment: paymentSchema.parse(shown) }
  }
}
