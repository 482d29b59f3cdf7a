import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { kind, pickRecent, which } from '../kind'
import type { Model, TossPayment } from '../model'

const fresh = { currency: 'KRW', decline: null }

/** The buyer goes through the window; the payment then waits at Toss to be confirmed. */
export const authenticate = kind({
  name: 'authenticate',
  weight: 12,
  outcomes: ['will be approved', 'will be declined', 'for another amount'],
  wish: fc.record({
    order: which,
    outcome: fc.oneof(
      { weight: 8, arbitrary: fc.constant('will be approved' as const) },
      { weight: 1, arbitrary: fc.constant('will be declined' as const) },
      { weight: 1, arbitrary: fc.constant('for another amount' as const) },
    ),
    code: fc.constantFrom('REJECT_CARD_PAYMENT', 'INVALID_STOPPED_CARD', 'INVALID_CARD_LOST_OR_STOLEN'),
  }),
  fits: (model) => unpaid(model).length > 0,
  async run(model, { toss }, { order, outcome, code }) {
    const target = pickRecent(unpaid(model), order)
    const decline = outcome === 'will be declined' ? code : null
    const amount = outcome === 'for another amount' ? target.amount + 1_000n : target.amount
    const key = await toss.authenticate(target.id, amount, 'CARD', decline ?? undefined)
    target.payment = { ...fresh, key, amount, status: 'IN_PROGRESS', at: model.now, decline }
    return outcome
  },
})

const PLANTED: Record<string, Partial<TossPayment> & { more?: bigint }> = {
  'the right money': { status: 'DONE' },
  'another amount': { status: 'DONE', more: 500n },
  'another currency': { status: 'DONE', currency: 'USD' },
  'money given back': { status: 'CANCELED' },
  'money given back in part': { status: 'PARTIAL_CANCELED' },
}
const PLANTS = Object.keys(PLANTED)

/** Toss holds a payment that we never asked for, or not as it is. */
export const plantPayment = kind({
  name: 'plant payment',
  weight: 7,
  outcomes: PLANTS,
  wish: fc.record({ order: which, late: fc.boolean(), plant: fc.constantFrom('the right money', ...PLANTS) }),
  fits: (model) => unpaid(model).length > 0,
  async run(model, { toss }, { order, late, plant }) {
    const lapsed = unpaid(model).filter(({ status, key }) => status === 'EXPIRED' && key === null)
    const target = pickRecent(late && lapsed.length ? lapsed : unpaid(model), order)
    const { more = 0n, ...given } = PLANTED[plant]!
    const key = `planted_${randomBytes(8).toString('hex')}`
    const amount = target.amount + more
    const payment = { ...fresh, status: 'DONE' as const, at: model.now, ...given, key, amount }
    const { currency, status } = payment
    await toss.plant({ orderId: target.id, totalAmount: Number(amount), paymentKey: key, currency, status })
    target.payment = payment
    return plant
  },
})

/** Orders that Toss knows nothing of. */
function unpaid({ orders }: Model) {
  return orders.filter(({ payment }) => payment === null)
}
