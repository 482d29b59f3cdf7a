import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import { listObstacles, OBSTACLES, type Obstacle } from '@/lib/flows/leave'
import { startSession } from '@/lib/identity/session'
import { MINUTE_MS } from '@/lib/time'
import { newRenter } from '../../support/scene'
import { ENDING, plantAccount, plantWithholding } from '../../withdrawal/support'
import { COMPANY, tell } from '../../withdrawal/toss-support'
import { answerOf } from '../answer'
import { kind, pick, pickLikely, which } from '../kind'
import { IN_FLIGHT, LIMITS, NO_TROUBLE, type Model, type Person } from '../model'
import type { World } from '../world'
import { addOrder } from './create-order'
import { askBack, untouched } from './refunds'
import { advance, present } from './time'
import { takePaymentBy } from './toss'

/** Somebody new, with an account and all that Toss wants to know. */
export async function join(model: Model, world: World, guest: boolean): Promise<Person> {
  const person = model.join((await newRenter(world)).userId, guest)
  await plantAccount(world, person.id, ENDING.stuck)
  await tell(world, person.id, COMPANY)
  await plantWithholding(world, person.id, person.withholding)
  return person
}

const MOST_PEOPLE = 6
const guests = (model: Model) => present(model).filter(({ guest }) => guest)

/** After one has left comes another, on whom the terms are as they are by then. */
export const joinAnew = kind({
  name: 'join',
  weight: 6,
  outcomes: ['joined'],
  wish: fc.constant(null),
  fits: (model) => guests(model).length === 0 && model.people.length < MOST_PEOPLE,
  async run(model, world) {
    await join(model, world, true)
    return 'joined'
  },
})

/** A guest charges and nothing goes wrong, so that there is something to settle before leaving. */
export const chargeAsGuest = kind({
  name: 'charge as a guest',
  weight: 6,
  outcomes: ['DONE', 'refused'],
  wish: fc.record({ who: which, amount: fc.bigInt(LIMITS.min, 20_000n) }),
  fits: (model) => guests(model).length > 0,
  async run(model, world, { who, amount }) {
    const { ctx, product, toss } = world
    const owner = pick(guests(model), who)
    const refused = model.refuseOrder(owner, amount)
    const requestKey = randomBytes(16).toString('hex')
    const made = await answerOf(product.createOrder(ctx, { userId: owner.id, amount, requestKey }))
    if (refused || !('orderId' in made)) {
      expect(made).toEqual({ code: refused })
      return 'refused'
    }
    const order = addOrder(model, owner, { id: made.orderId, amount, requestKey })
    const { key } = await takePaymentBy(model, toss, order, { method: 'CARD' })
    model.confirm(order, key, NO_TROUBLE)
    const input = { userId: owner.id, orderId: order.id, paymentKey: key, amount }
    expect(await product.confirmCharge(ctx, input)).toMatchObject({ status: order.status })
    expect(order.status).toBe('DONE')
    return 'DONE'
  },
})

/** What stands between a guest and leaving. */
function obstaclesOf(model: Model, person: Person): Obstacle[] {
  const { wallets } = person
  const count = (list: unknown[]) => BigInt(list.length)
  const charges = model.orders.filter(
    ({ owner, status, expiresAt }) =>
      owner === person &&
      (status === 'NEEDS_REVIEW' ||
        IN_FLIGHT.includes(status) ||
        (status === 'READY' && model.now < expiresAt)),
  )
  const stays = ['REQUESTED', 'HELD', 'CONFIRMED']
  const amounts: Record<Obstacle['kind'], bigint> = {
    balance: wallets.balance,
    pending: wallets.pending,
    withdrawable: wallets.withdrawable,
    charge_debt: -wallets.charge_debt,
    earnings_debt: -wallets.earnings_debt,
    charges: count(charges),
    refunds: count(model.refunds.open().filter(({ order }) => order.owner === person)),
    withdrawals: count(
      model.withdrawals.all.filter(
        ({ owner, status }) => owner === person && ['REQUESTED', 'APPROVED', 'SENDING'].includes(status),
      ),
    ),
    bookings: count(
      model.bookings.all.filter(({ renter, status }) => renter === person && stays.includes(status)),
    ),
    owner_bookings: 0n,
    auto_topup: model.topUps.of(person) ? 1n : 0n,
    spaces: 0n,
    operator: 0n,
  }
  return OBSTACLES.map((what) => ({ kind: what, amount: amounts[what] })).filter(({ amount }) => amount > 0n)
}

const busy = (model: Model) =>
  guests(model).filter((one) => !one.frozen && obstaclesOf(model, one).length > 0)

/** A guest gives up what is under way and has all charges paid back, as far as they go. */
export const settleUp = kind({
  name: 'settle up',
  weight: 5,
  outcomes: ['nothing is left', 'something is left'],
  wish: which,
  fits: (model) => busy(model).length > 0,
  async run(model, world, who) {
    const person = pick(busy(model), who)
    const topUp = model.topUps.of(person)
    await world.product.turnOffAutoTopUp(world.ctx, person.id)
    if (topUp) topUp.state = 'OFF'
    const lots = untouched(model).filter(({ owner, status }) => owner === person && status === 'DONE')
    for (const target of lots) await askBack(model, world, { target, person, size: 'all of it', fault: null })
    // The windows that are still open close.
    await advance(model, world, 46 * MINUTE_MS)
    return obstaclesOf(model, person).length > 0 ? 'something is left' : 'nothing is left'
  },
})

const FRESH_LOGIN_MS = 6 * MINUTE_MS

/** Somebody leaves for good, or is told what they have to settle before. Owners' spaces hold them here. */
export const leave = kind({
  name: 'leave',
  weight: 5,
  outcomes: [
    ...['left', 'left after having charged'],
    ...['STATE_CONFLICT', 'ACCOUNT_FROZEN', 'REAUTH_REQUIRED'],
  ],
  wish: fc.record({ who: which, late: fc.nat(7).map((one) => one === 0) }),
  // Somebody who has done nothing yet mostly stays.
  fits: (model, { who }) =>
    who % 16 === 0 || guests(model).some((person) => hasCharged(model, person) || person.frozen),
  async run(model, world, { who, late }) {
    const { ctx, product } = world
    const free = (one: Person) => one.guest && obstaclesOf(model, one).length === 0
    const person = pickLikely(present(model), free, who)
    const login = { userId: person.id, sessionId: '' }
    login.sessionId = (await startSession(ctx, { userId: person.id, channel: 'web' })).id
    if (late) await advance(model, world, FRESH_LOGIN_MS)
    const obstacles = obstaclesOf(model, person)
    if (person.guest) expect(await listObstacles(ctx, person.id)).toEqual(obstacles)
    const refused = late
      ? 'REAUTH_REQUIRED'
      : person.frozen
        ? 'ACCOUNT_FROZEN'
        : obstacles.length > 0 || !person.guest
          ? 'STATE_CONFLICT'
          : null
    const answer = await answerOf(product.leave(ctx, login).then(() => ({})))
    expect('code' in answer ? answer.code : null).toBe(refused)
    if (refused) return refused
    Object.assign(person, { left: true, frozen: true })
    return hasCharged(model, person) ? 'left after having charged' : 'left'
  },
})

function hasCharged({ orders }: Model, person: Person): boolean {
  return orders.some(({ owner, approvedAt }) => owner === person && approvedAt !== null)
}
