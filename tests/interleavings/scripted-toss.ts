import { assertNoOpenTx } from '@/db/client'
import type { TossAnswer, TossClient } from '@/lib/toss/client'
import { paymentSchema } from '@/lib/toss/payment'
import { DEFAULT_MERCHANT_ID } from '@/toss-simulator/merchants'
import { donePayment } from '../support/fixed-toss'
import type { Gate } from './gate'

/** `since`: what Toss shows differently from a payment that was just taken. */
type Held = { orderId: string; key: string; amount: bigint; taken: boolean; since?: object }

/** A Toss in memory, as documented: it takes an authenticated payment once, and repeats its answer to a known key. */
export class ScriptedToss {
  private payments = new Map<string, Held>()
  private answers = new Map<string, TossAnswer>()

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
      findByOrder: (orderId) => call('toss query', () => this.show(orderId)),
    }
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

  private show(orderId: string): TossAnswer {
    const payment = this.payments.get(orderId)
    if (!payment) return { kind: 'error', httpStatus: 404, code: 'NOT_FOUND_PAYMENT' }
    const { key, amount, taken, since } = payment
    const done = { ...donePayment(orderId, key, Number(amount)), ...since }
    const shown = taken ? done : { ...done, status: 'IN_PROGRESS', approvedAt: null }
    return { kind: 'payment', httpStatus: 200, payment: paymentSchema.parse(shown) }
  }
}
