import fc from 'fast-check'
import { expect } from 'vitest'
import { kind, pick, pickLikely, which } from '../kind'
import { NO_TROUBLE, type Model, type ModelOrder } from '../model'
import type { World } from '../world'

const REASONS = ['chargeback', 'dashboard-cancel'] as const

/** Somebody else takes money of a charge back at Toss: all that is left of it, or a part. */
export const takeBack = kind({
  name: 'take back',
  weight: 5,
  outcomes: ['all of it', 'a part', 'the rest'],
  wish: fc.record({ order: which, how: fc.constantFrom(...REASONS), share: fc.bigInt(1n, 150n) }),
  fits: (model) => credited(model).length > 0,
  async run(model, { toss }, { order, how, share }) {
    const target = pick(credited(model), order)
    const payment = target.payment!
    const left = payment.amount - payment.gone
    const part = share >= 100n ? left : (left * share) / 100n || 1n
    await toss.takeBack(payment.key, how, part)
    const outcome = part < left ? 'a part' : payment.gone > 0n ? 'the rest' : 'all of it'
    payment.gone += part
    payment.status = outcome === 'all of it' ? 'CANCELED' : 'PARTIAL_CANCELED'
    return outcome
  },
})

/** A message about an order, true or not: Toss is asked, at most once in five seconds. */
export const hint = kind({
  name: 'hint',
  weight: 10,
  outcomes: ['taken back', 'deposit came', 'deposit undone', 'changed otherwise', 'nothing new', 'too soon'],
  wish: fc.record({ order: which }),
  fits: (model) => known(model).length > 0,
  async run(model, { ctx, product }, { order }) {
    const target = pickLikely(known(model), isUnheard, order)
    const before = { ...target }
    const outcome = await product.followHint(ctx, { orderId: target.id, secret: null })
    if (target.hintedAt?.getTime() === model.now.getTime()) {
      expect(outcome).toMatchObject({ kind: 'too_soon' })
      return 'too soon'
    }
    expect(outcome).toEqual({ kind: 'looked' })
    target.hintedAt = model.now
    model.hear(target, NO_TROUBLE)
    if (target.takenBack > before.takenBack) return 'taken back'
    if (target.undone > before.undone) return 'deposit undone'
    if (target.payment?.dueAt && target.status === 'DONE' && before.status !== 'DONE') return 'deposit came'
    return target.status === before.status ? 'nothing new' : 'changed otherwise'
  },
})

/** The messages that have not come yet come at last. */
export async function hearAll(model: Model, { ctx, product }: World): Promise<void> {
  const untold = model.orders.filter((order) => order.status === 'DONE' && isUnheard(order))
  for (const order of untold) {
    await product.followHint(ctx, { orderId: order.id, secret: null })
    model.hear(order, NO_TROUBLE)
  }
}

/** Whether Toss has more to tell of it: money that went, or a deposit that came. */
function isUnheard({ status, takenBack, payment }: ModelOrder): boolean {
  if (!payment) return false
  if (payment.gone > takenBack) return true
  return payment.dueAt !== null && (status === 'DONE') !== (payment.status === 'DONE')
}

/** Those that we give back as well have tests of their own. */
function credited({ orders, refunds }: Model): ModelOrder[] {
  const left = ({ status, payment }: ModelOrder) =>
    status === 'DONE' && payment && payment.gone < payment.amount && payment.status !== 'WAITING_FOR_DEPOSIT'
  return orders.filter((order) => left(order) && !refunds.concern(order))
}

function known({ orders }: Model): ModelOrder[] {
  return orders.filter(({ status }) => status !== 'FAILED' && status !== 'CANCELED')
}
