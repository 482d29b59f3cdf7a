import fc from 'fast-check'
import { expect } from 'vitest'
import { CONSENT_VERSION } from '@/lib/charge/auto-topup/consent'
import { answerOf } from '../answer'
import { CHARGE } from '../../charge/auto-topup/support'
import { kind, pick, pickLikely, which } from '../kind'
import type { Model, Person } from '../model'
import { setFrozen } from './time'
import { TOPUP_CAP, type TopUp } from '../topups'

const DECLINE = 'REJECT_CARD_PAYMENT'
const FIGURES = {
  amount: 10_000n,
  onShortage: true,
  threshold: null,
  monthlyCap: TOPUP_CAP,
  consent: CONSENT_VERSION,
}

/** Somebody agrees and registers a card, which may be one that is always declined. */
export const turnTopUpOn = kind({
  name: 'turn top-up on',
  weight: 6,
  outcomes: ['on', 'on again', 'on with a bad card', 'ACCOUNT_FROZEN', 'FORBIDDEN'],
  wish: fc.record({ who: which, bad: fc.boolean() }),
  fits: (model) => without(model).length > 0,
  async run(model, world, { who, bad }) {
    const person = pick(without(model), who)
    const before = model.topUps.states.has(person)
    const answer = await answerOf(world.product.agreeToTopUp(world.ctx, { userId: person.id, ...FIGURES }))
    if (person.frozen) {
      expect(answer).toEqual({ code: 'ACCOUNT_FROZEN' })
      return 'ACCOUNT_FROZEN'
    }
    if (model.terms.asked(person).length > 0) {
      expect(answer).toEqual({ code: 'FORBIDDEN' })
      return 'FORBIDDEN'
    }
    const { customerKey } = answer as { customerKey: string }
    const authKey = await world.toss.registerCard(customerKey, bad ? DECLINE : undefined)
    const { id, state } = await world.product.registerCard(world.ctx, {
      userId: person.id,
      customerKey,
      authKey,
    })
    expect(state).toBe('ON')
    model.topUps.turnOn(person, id, bad)
    return bad ? 'on with a bad card' : before ? 'on again' : 'on'
  },
})

export const turnTopUpOff = kind({
  name: 'turn top-up off',
  weight: 4,
  outcomes: ['off', 'off while a run is under way', 'off already'],
  wish: which,
  async run(model, { ctx, product }, who) {
    const person = pickLikely(model.people, (one) => model.topUps.of(one) !== undefined, who)
    const topUp = model.topUps.of(person)
    await product.turnOffAutoTopUp(ctx, person.id)
    if (!topUp) return 'off already'
    topUp.state = 'OFF'
    return model.topUps.underWay(person) ? 'off while a run is under way' : 'off'
  },
})

/** Goes on with the same card after it was refused too often. */
export const resumeTopUp = kind({
  name: 'resume top-up',
  weight: 16,
  outcomes: ['on', 'ACCOUNT_FROZEN'],
  wish: fc.record({ who: which, frozen: fc.nat(2).map((one) => one === 0) }),
  fits: (model) => paused(model).length > 0,
  async run(model, world, { who, frozen }) {
    const { ctx, product } = world
    const [person, topUp] = pick(paused(model), who)
    if (frozen && !person.frozen) await setFrozen(world, person, true)
    const answer = await answerOf(product.resumeAutoTopUp(ctx, person.id).then(() => ({ done: true })))
    if (person.frozen) {
      expect(answer).toEqual({ code: 'ACCOUNT_FROZEN' })
      return 'ACCOUNT_FROZEN'
    }
    Object.assign(topUp, { state: 'ON', failures: 0 })
    return 'on'
  },
})

/** A registered card is charged; now and then its answer is lost. */
export const topUp = kind({
  name: 'top up',
  weight: 14,
  outcomes: [
    ...['DONE', 'CONFIRMING', 'FAILED', 'FAILED for the third time', 'under way'],
    ...['ACCOUNT_FROZEN', 'STATE_CONFLICT', 'DEBT_OUTSTANDING', 'LIMIT_EXCEEDED'],
  ],
  wish: fc.record({
    who: which,
    amount: fc.bigInt(1_000n, 30_000n),
    /** Of a card that is charged. */
    lost: fc.nat(4).map((one) => one === 0),
  }),
  fits: (model) => model.topUps.states.size > 0,
  async run(model, world, { who, amount, lost }) {
    const [owner, state] = pickLikely([...model.topUps.states], ([, { bad }]) => bad, who)
    const input = { userId: owner.id, autoTopUpId: state.id, amount, trigger: 'shortage' as const }
    const made = await answerOf(world.product.createRun(world.ctx, input))
    if (model.topUps.underWay(owner)) {
      expect(made).toEqual({ code: 'STATE_CONFLICT' })
      return 'under way'
    }
    const run = made as Extract<typeof made, { id: string }>
    const order = model.topUps.begin(run.id, owner, amount)
    const refused = model.topUps.refuse(order, state)
    const answerIsLost = lost && !state.bad
    if (answerIsLost) await world.toss.fault('drop-after', { match: CHARGE })
    const answer = await answerOf(world.product.executeRun(world.ctx, run))
    await world.toss.clearFaults()
    if (refused) {
      expect(answer).toEqual({ code: refused })
      return refused
    }
    const key = (await world.toss.keyOf(order.id)) ?? null
    model.topUps.charge(order, state, { key, lost: answerIsLost })
    expect(answer).toMatchObject({ status: order.status })
    return order.status === 'FAILED' && state.state === 'PAUSED'
      ? 'FAILED for the third time'
      : (order.status as 'DONE')
  },
})

const without = ({ people, topUps }: Model): Person[] => people.filter((person) => !topUps.of(person))

const paused = ({ topUps }: Model): [Person, TopUp][] =>
  [...topUps.states].filter(([, { state }]) => state === 'PAUSED')
