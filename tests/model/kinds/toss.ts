import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { kind, pickRecent, which } from '../kind'
import { FRESH, type Model, type ModelOrder, type TossPayment } from '../model'
import type { World } from '../world'

/** The buyer goes through the window; the payment then waits at Toss to be confirmed. */
export const authenticate = kind({
  name: 'authenticate',
  weight: 15,
  outcomes: ['will be approved', 'will be declined', 'for another amount', 'by virtual account'],
  wish: fc.record({
    order: which,
    outcome: fc.oneof(
      { weight: 6, arbitrary: fc.constant('will be approved' as const) },
      { weight: 4, arbitrary: fc.constant('will be declined' as const) },
      { weight: 1, arbitrary: fc.constant('for another amount' as const) },
      { weight: 2, arbitrary: fc.constant('by virtual account' as const) },
    ),
    code: fc.constantFrom('REJECT_CARD_PAYMENT', 'INVALID_STOPPED_CARD', 'INVALID_CARD_LOST_OR_STOLEN'),
  }),
  fits: (model) => unpaid(model).length > 0,
  async run(model, { toss }, { order, outcome, code }) {
    const target = pickRecent(unpaid(model), order)
    const decline = outcome === 'will be declined' ? code : null
    const amount = outcome === 'for another amount' ? target.amount + 1_000n : target.amount
    const method = outcome === 'by virtual account' ? 'VIRTUAL_ACCOUNT' : 'CARD'
    await takePaymentBy(model, toss, target, { method, amount, decline })
    return outcome
  },
})

/** The payment as it waits to be confirmed. */
export async function takePaymentBy(
  model: Model,
  toss: World['toss'],
  target: ModelOrder,
  given: { method: 'CARD' | 'VIRTUAL_ACCOUNT'; amount?: bigint; decline?: string | null },
): Promise<TossPayment> {
  const { method, amount = target.amount, decline = null } = given
  const key = await toss.authenticate(target.id, amount, method, decline ?? undefined)
  const virtual = method === 'VIRTUAL_ACCOUNT'
  target.payment = { ...FRESH, key, amount, status: 'IN_PROGRESS', at: model.now, decline, virtual }
  return target.payment
}

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
  weight: 5,
  outcomes: PLANTS,
  wish: fc.record({ order: which, plant: fc.constantFrom(...PLANTS, 'money given back') }),
  fits: (model) => unpaid(model).length > 0,
  async run(model, { toss }, { order, plant }) {
    await plantOn(model, toss, pickRecent(unpaid(model), order), plant)
    return plant
  },
})

/** Toss takes the money of an order that has lapsed here. */
export const payLate = kind({
  name: 'pay late',
  weight: 8,
  outcomes: ['paid'],
  wish: which,
  fits: (model) => lapsed(model).length > 0,
  async run(model, { toss }, order) {
    await plantOn(model, toss, pickRecent(lapsed(model), order), 'the right money')
    return 'paid'
  },
})

async function plantOn(model: Model, toss: World['toss'], target: ModelOrder, plant: string): Promise<void> {
  const { more = 0n, ...given } = PLANTED[plant]!
  const key = `planted_${randomBytes(8).toString('hex')}`
  const amount = target.amount + more
  const payment = { ...FRESH, status: 'DONE' as const, at: model.now, ...given, key, amount }
  const { currency, status } = payment
  await toss.plant({ orderId: target.id, totalAmount: Number(amount), paymentKey: key, currency, status })
  target.payment = payment
}

/** Orders that Toss knows nothing of. */
function unpaid(model: Model) {
  return model.windows().filter(({ payment }) => payment === null)
}

/** Of those, the ones that lapsed before anybody tried to confirm them. */
function lapsed(model: Model) {
  return unpaid(model).filter(({ status, key }) => status === 'EXPIRED' && key === null)
}
