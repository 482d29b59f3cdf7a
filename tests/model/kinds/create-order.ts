import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import { addMs, MINUTE_MS } from '@/lib/time'
import { kind, pick, pickLikely, which } from '../kind'
import { IN_FLIGHT, LIMITS, type Model, type ModelOrder, type Person } from '../model'
import { answerOf } from '../answer'

const AMOUNTS = {
  any: (_: bigint, share: bigint) => LIMITS.min + (share * 30_000n) / 100n,
  'all the room': (room: bigint) => room,
  'what is owed': (_: bigint, __: bigint, owed: bigint) => owed,
  'one won beyond': (room: bigint) => room + 1n,
  'the least': () => LIMITS.min,
  'below the least': () => LIMITS.min - 1n,
  'beyond any cap': () => LIMITS.cap + 1n,
  zero: () => 0n,
  negative: () => -5_000n,
}
const ORDINARY = fc.constant('any' as const)
const size = fc.oneof(
  { weight: 6, arbitrary: ORDINARY },
  { weight: 4, arbitrary: fc.constantFrom(...(Object.keys(AMOUNTS) as (keyof typeof AMOUNTS)[])) },
)

export const createOrder = kind({
  name: 'create order',
  weight: 14,
  outcomes: [
    'ordered',
    'INVALID_AMOUNT',
    'ACCOUNT_FROZEN',
    'RATE_LIMITED',
    'FORBIDDEN',
    'ordered to repay',
    'below the minimum',
    'over the cap',
    'over the day',
  ],
  wish: fc.record({ who: which, size, share: fc.bigInt(0n, 100n) }),
  async run(model, { ctx, product }, { who, size, share }) {
    const owner = pickLikely(model.people, (one) => mayOnlyRepay(model, one), who)
    const owed = model.repayable(owner)
    const amount = AMOUNTS[size === 'any' && mayOnlyRepay(model, owner) ? 'what is owed' : size](
      model.room(owner),
      share,
      owed,
    )
    const requestKey = randomBytes(16).toString('hex')
    const refused = model.refuseOrder(owner, amount)
    const answer = await answerOf(product.createOrder(ctx, { userId: owner.id, amount, requestKey }))
    expect(answer).toMatchObject(refused ? { code: refused } : { status: 'READY', amount })
    if ('orderId' in answer) addOrder(model, owner, { id: answer.orderId, amount, requestKey })
    if (!refused) return model.terms.asked(owner).length > 0 ? 'ordered to repay' : 'ordered'
    if (refused !== 'LIMIT_EXCEEDED') return refused
    if (amount < LIMITS.min) return 'below the minimum'
    return model.room(owner) < LIMITS.cap - owner.wallets.balance - inFlight(model, owner)
      ? 'over the day'
      : 'over the cap'
  },
})

/** Two requests with one Idempotency-Key, at once or one long after the other, are one order. */
export const repeatOrder = kind({
  name: 'repeat order',
  weight: 2,
  outcomes: ['long after', 'at once'],
  wish: fc.record({ who: which, order: which, atOnce: fc.boolean() }),
  fits: (model, { who, atOnce }) =>
    atOnce ? !model.refuseOrder(pick(model.people, who), LIMITS.min) : model.windows().length > 0,
  async run(model, { ctx, product }, { who, order, atOnce }) {
    if (!atOnce) {
      const { id, owner, amount, requestKey } = pick(model.windows(), order)
      const again = await product.createOrder(ctx, { userId: owner.id, amount, requestKey })
      expect(again.orderId).toBe(id)
      return 'long after'
    }
    const owner = pick(model.people, who)
    const wish = { userId: owner.id, amount: LIMITS.min, requestKey: randomBytes(16).toString('hex') }
    const [one, two] = await Promise.all([product.createOrder(ctx, wish), product.createOrder(ctx, wish)])
    expect(one).toEqual(two)
    addOrder(model, owner, { id: one.orderId, amount: LIMITS.min, requestKey: wish.requestKey })
    return 'at once'
  },
})

export function addOrder(
  model: Model,
  owner: Person,
  made: { id: string; amount: bigint; requestKey: string },
): ModelOrder {
  const untouched = {
    key: null,
    answered: false,
    bound: null,
    lookedAt: null,
    payment: null,
    hintedAt: null,
    takenBack: 0n,
    undone: 0,
    watchAt: null,
  }
  const expiresAt = addMs(model.now, 45 * MINUTE_MS)
  const times = { expiresAt, confirmingAt: null, approvedAt: null }
  const order: ModelOrder = { ...made, owner, status: 'READY', ...times, ...untouched }
  model.orders.push(order)
  return order
}

/** Who has not agreed to new terms and owes mostly asks for what they owe. */
function mayOnlyRepay(model: Model, owner: Person): boolean {
  return model.terms.asked(owner).length > 0 && model.repayable(owner) > 0n
}

function inFlight({ orders }: Model, owner: Person): bigint {
  const mine = orders.filter((order) => order.owner === owner && IN_FLIGHT.includes(order.status))
  return mine.reduce((total, { amount }) => total + amount, 0n)
}
