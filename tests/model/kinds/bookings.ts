import { inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import { bookings } from '@/db/schema/booking'
import { addMs, HOUR_MS, SECOND_MS } from '@/lib/time'
import { answerOf } from '../answer'
import type { ModelBooking, Space } from '../bookings'
import { kind, pick, pickLikely, pickRecent, which } from '../kind'
import type { Model, Person } from '../model'
import type { World } from '../world'
import { advance } from './time'

/** How long after paying all comes back, and a little. */
const GRACE_MS = 2 * HOUR_MS + 20 * SECOND_MS

const someBookings = ({ bookings }: Model) => bookings.all.length > 0
const codeOf = (answer: object) => ('code' in answer ? (answer.code as string) : null)

/** Somebody takes some hours of somebody's space. Few spaces and hours, so that they meet. */
export const book = kind({
  name: 'book',
  weight: 16,
  outcomes: [
    ...[
      'held',
      'held and paid',
      'requested',
      'SLOT_TAKEN',
      'SELF_PAYMENT',
      'LIMIT_EXCEEDED',
      'INVALID_REQUEST',
    ],
    ...['ACCOUNT_FROZEN', 'SPACE_UNAVAILABLE'],
  ],
  wish: fc.record({
    who: which,
    where: which,
    ahead: fc.constantFrom(-1, 1, 1, 2, 2, 3, 4, 60, 80, 100, 200),
    hours: fc.constantFrom(1, 1, 2, 3, 24),
    payNow: fc.boolean(),
  }),
  async run(model, world, { who, where, ahead, hours, payNow }) {
    const renter = pick(model.people, who)
    const space = pick(model.bookings.spaces, where)
    const refused = await tryBook(model, world, { renter, space, ahead, hours })
    if (refused) return refused
    if (!space.instant) return 'requested'
    const one = model.bookings.all.at(-1)!
    if (!payNow || one.price > renter.wallets.balance) return 'held'
    const asked = { renterId: renter.id, bookingId: one.id, key: payKey(one) }
    await world.product.payBooking(world.ctx, asked)
    expect(model.bookings.pay(one, renter)).toBeNull()
    return 'held and paid'
  },
})

type Time = { renter: Person; space: Space; ahead: number; hours: number }

/** Some hours from the present one on; the refusal, if any, is the model's. */
async function tryBook(model: Model, { ctx, product }: World, { renter, space, ahead, hours }: Time) {
  const thisHour = Math.floor(model.now.getTime() / HOUR_MS)
  const startAt = new Date((thisHour + ahead) * HOUR_MS)
  const endAt = addMs(startAt, hours * HOUR_MS)
  const refused = model.bookings.refuseBook(renter, space, startAt, endAt)
  const answer = await answerOf(product.book(ctx, { renterId: renter.id, spaceId: space.id, startAt, endAt }))
  expect(codeOf(answer)).toBe(refused)
  if ('id' in answer) model.bookings.book(answer.id, renter, space, startAt, endAt)
  return refused
}

export const answerRequest = kind({
  name: 'answer a request',
  weight: 5,
  outcomes: ['accepted', 'declined', 'NOT_FOUND', 'HOLD_EXPIRED', 'STATE_CONFLICT'],
  wish: fc.record({ which, accept: fc.boolean(), byOther: fc.nat(7).map((one) => one === 0) }),
  fits: ({ bookings }) => bookings.all.some(({ space }) => !space.instant),
  async run(model, { ctx, product }, { which: at, accept, byOther }) {
    const { bookings: plan } = model
    const asked = plan.all.filter(({ space }) => !space.instant)
    const one = pickRecent(asked, at)
    const by = byOther ? one.renter : one.space.owner
    const refused = plan.refuseAnswer(one, by, accept)
    const answer = await answerOf(product.answerRequest(ctx, { ownerId: by.id, bookingId: one.id, accept }))
    expect(codeOf(answer)).toBe(refused)
    if (!refused) plan.answer(one, accept)
    return refused ?? (accept ? 'accepted' : 'declined')
  },
})

const payKey = ({ id }: ModelBooking) => `pay-of-${id}`

/** One booking, once: with its own key it may be asked again for ever, with another one it is paid already. */
export const pay = kind({
  name: 'pay',
  weight: 16,
  outcomes: [
    ...['paid', 'paid before', 'NOT_FOUND', 'HOLD_EXPIRED', 'STATE_CONFLICT', 'ACCOUNT_FROZEN'],
    ...['SPACE_UNAVAILABLE', 'INSUFFICIENT_BALANCE', 'DEBT_OUTSTANDING'],
  ],
  wish: fc.record({ which, by: which, strange: fc.nat(9), times: fc.constantFrom(1, 1, 2) }),
  fits: someBookings,
  async run(model, world, { which: at, by, strange, times }) {
    // Too little alone is what most of the others have.
    const telling = ({ status, expires, price, renter, space }: ModelBooking) =>
      status === 'HELD' &&
      model.now < expires &&
      (price <= renter.wallets.balance ||
        renter.wallets.charge_debt < 0n ||
        renter.frozen ||
        space.owner.frozen)
    const one = pickLikely(model.bookings.all, telling, at)
    const payer = strange === 0 ? pick(model.people, by) : one.renter
    const key = strange === 1 ? `another-key-${at}` : payKey(one)
    const again = one.paid !== null && payer === one.renter && key === payKey(one)
    const refused = again ? null : model.bookings.pay(one, payer)
    const input = { renterId: payer.id, bookingId: one.id, key }
    const ask = () => answerOf(world.product.payBooking(world.ctx, input))
    const answers = await Promise.all(Array.from({ length: times }, ask))
    for (const answer of answers) expect(codeOf(answer)).toBe(refused)
    if (refused) return refused
    // A key that paid it is its own from now on.
    if (key !== payKey(one))
      await world.superuser.query('update bookings set pay_key = $2 where id = $1', [one.id, payKey(one)])
    return again ? 'paid before' : 'paid'
  },
})

/** Everything that somebody has on hold at one moment: as many as the balance carries, whichever come first. */
export const payAll = kind({
  name: 'pay all at once',
  weight: 9,
  outcomes: ['all', 'some', 'none'],
  wish: fc.record({ who: which, where: which, ahead: fc.integer({ min: 1, max: 40 }) }),
  async run(model, world, { who, where, ahead }) {
    const payer = pick(model.people, who)
    const space = pick(model.bookings.spaces, where)
    for (const later of [0, 12])
      await tryBook(model, world, { renter: payer, space, ahead: ahead + later, hours: 12 })
    const held = heldBy(model, payer)
    await Promise.all(
      held.map((one) =>
        answerOf(
          world.product.payBooking(world.ctx, { renterId: payer.id, bookingId: one.id, key: payKey(one) }),
        ),
      ),
    )
    const paid = await paidAmong(world, held)
    for (const one of held.filter(({ id }) => paid.has(id))) expect(model.bookings.pay(one, payer)).toBeNull()
    // The others would still not fit.
    for (const one of held.filter(({ id }) => !paid.has(id))) {
      expect(model.bookings.pay(one, payer)).not.toBeNull()
    }
    return paid.size === 0 ? 'none' : paid.size === held.length ? 'all' : 'some'
  },
})

function heldBy({ bookings, now }: Model, renter: Person): ModelBooking[] {
  return bookings.all.filter((one) => one.renter === renter && one.status === 'HELD' && now < one.expires)
}

async function paidAmong({ ctx }: World, held: ModelBooking[]): Promise<Set<string>> {
  const ids = held.map(({ id }) => id)
  const rows = await ctx.db.select().from(bookings).where(inArray(bookings.id, ids))
  return new Set(rows.filter(({ paidAt }) => paidAt).map(({ id }) => id))
}

/** By the renter, the owner or somebody else; perhaps twice at once. */
export const cancel = kind({
  name: 'cancel',
  weight: 10,
  outcomes: [
    ...['in full', 'in part', 'for nothing', 'before payment', 'canceled before'],
    ...['NOT_FOUND', 'HOLD_EXPIRED', 'STATE_CONFLICT'],
  ],
  wish: fc.record({
    which,
    by: fc.constantFrom('renter', 'renter', 'owner'),
    strange: fc.nat(9),
    /** Not before cancelling costs something. */
    late: fc.nat(2).map((one) => one === 0),
  }),
  fits: someBookings,
  async run(model, world, { which: at, by, strange, late }) {
    const { ctx, product } = world
    const { bookings: plan } = model
    if (late && plan.all.some(({ status }) => status === 'CONFIRMED')) await advance(model, world, GRACE_MS)
    const pastGrace = (one: ModelBooking) =>
      one.status === 'CONFIRMED' && model.now < one.start && plan.percentNow(one) < 100n
    // Mostly left alone while cancelling is free, so that something is left for when it is not.
    const fresh = ({ status }: ModelBooking) => status === 'CONFIRMED' && at % 8 > 0
    const others = plan.all.filter((one) => pastGrace(one) || !fresh(one))
    const one = pickLikely(others.length > 0 ? others : plan.all, pastGrace, at)
    const other = model.people.find((person) => person !== one.renter && person !== one.space.owner)!
    const who = strange === 0 ? other : by === 'renter' ? one.renter : one.space.owner
    const again = one.status === 'CANCELED' && one.canceledBy === who
    const refused = again ? null : plan.refuseCancel(one, who)
    const input = { userId: who.id, bookingId: one.id, key: `cancel-of-${one.id}` }
    const answers = await Promise.all([1, 2].map(() => answerOf(product.cancelBooking(ctx, input))))
    for (const answer of answers) expect(codeOf(answer)).toBe(refused)
    if (refused) return refused
    if (!again) plan.cancel(one, who)
    for (const answer of answers) expect(answer).toMatchObject({ refunded: one.refunded })
    if (again) return 'canceled before'
    if (!one.paid) return 'before payment'
    return one.refunded === one.price ? 'in full' : one.refunded === 0n ? 'for nothing' : 'in part'
  },
})

/** What waits in vain ends, what is used is completed, what is due is released. */
export const advanceBookings = kind({
  name: 'bookings move on',
  weight: 6,
  outcomes: ['moved on'],
  wish: fc.constant(null),
  async run(model, world) {
    await moveOn(model, world)
    return 'moved on'
  },
})

export async function moveOn(model: Model, { ctx, product }: World): Promise<void> {
  await product.advanceBookings(ctx)
  await product.releaseEarnings(ctx)
  model.bookings.advance()
}

/** Operators change when earnings become withdrawable; what was booked before stays as it was. */
export const changeSettlement = kind({
  name: 'change the settlement delay',
  weight: 2,
  outcomes: ['on payment', 'after use'],
  wish: fc.boolean(),
  async run(model, world, onPayment) {
    model.bookings.delayHours = onPayment ? null : 24
    await world.setSettlement(model.bookings.delayHours)
    return onPayment ? 'on payment' : 'after use'
  },
})
