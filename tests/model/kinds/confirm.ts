import fc from 'fast-check'
import { expect } from 'vitest'
import { answerOf } from '../answer'
import { kind, pick, pickRecent, which } from '../kind'
import type { Model, ModelOrder, Trouble } from '../model'
import { troubled } from '../trouble'
import { setFrozen } from './time'

const FAULTS = [
  'drop-before',
  'drop-after',
  'http5xx-before',
  'http5xx-after',
  'garbage',
  'truncate',
  'code:PROVIDER_ERROR',
  'code:SOMETHING_NEW',
  'code:REJECT_CARD_PAYMENT',
  'delay',
]

const ENDS = [
  ...(['DONE', 'WAITING_FOR_DEPOSIT', 'CONFIRMING', 'FAILED'] as const),
  ...(['EXPIRED', 'CANCELED', 'NEEDS_REVIEW'] as const),
] as const
const REFUSALS = [
  'NOT_FOUND',
  'AMOUNT_MISMATCH',
  'ORDER_EXPIRED',
  'ACCOUNT_FROZEN',
  'LIMIT_EXCEEDED',
  'FORBIDDEN',
] as const
const AGAIN = ['DONE again', 'FAILED again', 'EXPIRED again', 'CANCELED again', 'NEEDS_REVIEW again'] as const

/** The buyer comes back from Toss, as sent or tampered with, while Toss may be in trouble. */
export const confirm = kind({
  name: 'confirm',
  weight: 26,
  outcomes: [...ENDS, ...REFUSALS, ...AGAIN, 'late money'],
  wish: fc.record({
    order: which,
    aim: fc.constantFrom('paid' as const, 'late' as const, 'any' as const),
    by: fc.oneof({ weight: 15, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: which }),
    key: fc.oneof(
      { weight: 15, arbitrary: fc.constant('own' as const) },
      { weight: 4, arbitrary: fc.constantFrom('made up' as const, 'made up' as const, "another's" as const) },
    ),
    more: fc.oneof(
      { weight: 15, arbitrary: fc.constant(0n) },
      { weight: 1, arbitrary: fc.constantFrom(-1n, 1n) },
    ),
    fault: fc.oneof(fc.constant(null), fc.constantFrom(...FAULTS)),
  }),
  // Repeating one that is CONFIRMING waits for eight seconds: the tests of charging do it once.
  fits: (model, { order, aim }) =>
    model.windows().length > 0 && aimed(model, order, aim).status !== 'CONFIRMING',
  async run(model, world, { order, aim, by, key, more, fault }) {
    const target = aimed(model, order, aim)
    const person = by === null ? target.owner : pick(model.people, by)
    const before = target.status
    const paymentKey = keyFor(model, target, key)
    const amount = target.amount + more
    const refused = model.refuseConfirm(target, person, amount)
    const trouble: Trouble = { confirm: fault, deaf: false }
    if (!refused) model.confirm(target, paymentKey, trouble)

    const input = { userId: person.id, orderId: target.id, paymentKey, amount }
    const answer = await troubled(world, trouble, () =>
      answerOf(world.product.confirmCharge(world.ctx, input)),
    )
    expect(answer).toMatchObject(refused ? { code: refused } : { status: target.status })
    if (refused) return refused as (typeof REFUSALS)[number]
    if (before === 'EXPIRED' && target.status === 'DONE') return 'late money'
    return (before === target.status ? `${before} again` : target.status) as (
      typeof AGAIN | typeof ENDS
    )[number]
  },
})

/** An order that the buyer has paid for at Toss, or that lapsed here and was paid there: where there is one. */
function aimed(model: Model, order: number, aim: 'paid' | 'late' | 'any'): ModelOrder {
  const orders = model.windows()
  const paid = orders.filter(({ status, payment }) => payment && status === 'READY')
  const late = orders.filter(({ status, payment }) => payment?.status === 'DONE' && status === 'EXPIRED')
  const wanted = { paid, late, any: orders }[aim]
  return pickRecent(
    [wanted, paid, orders].find((list) => list.length > 0)!,
    order,
  )
}

/** How long a browser is kept waiting for somebody else's result. */
const PATIENCE_MS = 8_000

/** Two tabs send the same confirm at one moment: one asks Toss, both get its result. */
export const confirmTwice = kind({
  name: 'confirm twice at once',
  weight: 8,
  outcomes: ['DONE', 'nothing taken', 'NEEDS_REVIEW', 'ACCOUNT_FROZEN'],
  wish: fc.record({ order: which, frozen: fc.nat(9).map((one) => one === 0) }),
  fits: (model) => model.orders.some(ready(model)),
  async run(model, world, { order, frozen }) {
    const { ctx, product } = world
    const target = pickRecent(model.orders.filter(ready(model)), order)
    const paymentKey = keyFor(model, target, 'own')
    const { amount, owner } = target
    if (frozen && !owner.frozen) await setFrozen(world, owner, true)
    const refused = model.refuseConfirm(target, owner, amount)
    if (!refused) model.confirm(target, paymentKey, { confirm: null, deaf: false })
    const input = { userId: owner.id, orderId: target.id, paymentKey, amount }
    const startedAt = Date.now()
    const twice = await Promise.all([0, 1].map(() => answerOf(product.confirmCharge(ctx, input))))
    const expected = refused ? { code: refused } : { status: target.status }
    // On a machine that is so busy the second is told, as promised, that the outcome is not known yet.
    const impatient = Date.now() - startedAt >= PATIENCE_MS
    const late = (answer: object) => impatient && 'status' in answer && answer.status === 'CONFIRMING'
    for (const answer of twice) if (!late(answer)) expect(answer).toMatchObject(expected)
    if (refused) return 'ACCOUNT_FROZEN'
    return target.status === 'DONE' || target.status === 'NEEDS_REVIEW' ? target.status : 'nothing taken'
  },
})

/** READY, with nothing that would make this confirm a refusal other than a frozen account. */
function ready(model: Model) {
  return (order: ModelOrder) =>
    order.status === 'READY' &&
    !model.topUps.isRun(order) &&
    order.payment !== null &&
    [null, 'ACCOUNT_FROZEN'].includes(model.refuseConfirm(order, order.owner, order.amount))
}

function keyFor(model: Model, target: ModelOrder, key: 'own' | 'made up' | "another's"): string {
  const other = model.windows().find(({ id, payment }) => id !== target.id && payment)?.payment?.key
  const wanted = { own: target.payment?.key, 'made up': undefined, "another's": other }[key]
  return wanted ?? `made_up_${target.id}`
}
