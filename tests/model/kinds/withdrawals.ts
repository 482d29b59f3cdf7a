import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { withdrawals } from '@/db/schema/withdrawal'
import { addMs } from '@/lib/time'
import { answerOf } from '../answer'
import { kind, pickLikely, which } from '../kind'
import type { Model, Person } from '../model'
import type { ModelWithdrawal } from '../withdrawals'
import type { World } from '../world'
import { lookAll, tryToTakeBack } from './payouts'

const codeOf = (answer: object) => ('code' in answer ? (answer.code as string) : null)
const canWithdraw = ({ wallets }: Person) => wallets.withdrawable >= 900n

/** Of which the simulated bank has something to say, or will. */
const withBank = ({ withdrawals: plan }: Model) =>
  plan.all.filter(
    (one) =>
      plan.isCarriedBy('simulated_bank', one) &&
      ['APPROVED', 'SENDING', 'COMPLETED', 'FAILED'].includes(one.status),
  )

/** Somebody withdraws what they have earned, twice at once with one key. */
export const withdraw = kind({
  name: 'withdraw',
  weight: 11,
  outcomes: [
    ...['APPROVED', 'REQUESTED'],
    ...['ACCOUNT_FROZEN', 'DEBT_OUTSTANDING', 'LIMIT_EXCEEDED', 'INSUFFICIENT_BALANCE'],
  ],
  wish: fc.record({
    who: which,
    size: fc.constantFrom('all of it', 'all of it', 'a third', 'a third', 'one won too much', 'too little'),
    anyway: fc.nat(9).map((one) => one === 0),
  }),
  fits: ({ people }, { anyway }) => anyway || people.some(canWithdraw),
  async run(model, { ctx, product }, { who, size }) {
    const owner = pickLikely(model.people, canWithdraw, who)
    const { withdrawable } = owner.wallets
    const wanted = {
      'all of it': withdrawable,
      'a third': withdrawable / 3n,
      'one won too much': withdrawable + 1n,
      'too little': 299n,
    }[size]
    const amount = wanted > 0n ? wanted : 1n
    const refused = model.withdrawals.refuse(owner, amount)
    const input = { userId: owner.id, amount, key: randomBytes(16).toString('hex') }
    const answers = await Promise.all([1, 2].map(() => answerOf(product.requestWithdrawal(ctx, input))))
    for (const answer of answers) expect(codeOf(answer)).toBe(refused)
    if (refused) return refused as 'LIMIT_EXCEEDED'
    const [first, second] = answers as Awaited<ReturnType<typeof product.requestWithdrawal>>[]
    expect(second!.withdrawal.id).toBe(first!.withdrawal.id)
    const made = model.withdrawals.request(first!.withdrawal.id, owner, amount)
    expect(first!.withdrawal).toMatchObject({ status: made.status, approvalsNeeded: made.needed })
    return made.status as 'APPROVED' | 'REQUESTED'
  },
})

/** Operators look at one that waits, one after the other, or its owner gives it up. */
export const decide = kind({
  name: 'decide on a withdrawal',
  weight: 11,
  outcomes: ['agreed', 'one more has to', 'rejected', 'given up', 'STATE_CONFLICT', 'FORBIDDEN'],
  wish: fc.record({
    which,
    how: fc.constantFrom('agree', 'agree', 'agree', 'reject', 'give up', 'its owner agrees'),
  }),
  fits: ({ withdrawals: { all } }) => all.length > 0,
  async run(model, world, { which: at, how }) {
    const { ctx, operators, product } = world
    const waits = ({ status }: ModelWithdrawal) => status === 'REQUESTED'
    const one = pickLikely(model.withdrawals.all, waits, at)
    const canGiveUp = waits(one) || one.status === 'APPROVED'
    if (how === 'give up' && one.status === 'SENDING' && one.carrier === 'toss') {
      const outcome = await tryToTakeBack(model, world, one)
      return outcome === 'taken back' ? 'given up' : 'STATE_CONFLICT'
    }
    if (how === 'give up') {
      const input = { userId: one.owner.id, withdrawalId: one.id }
      const answer = await answerOf(product.cancelWithdrawal(ctx, input))
      const again = one.status === 'CANCELED'
      expect(codeOf(answer)).toBe(canGiveUp || again ? null : 'STATE_CONFLICT')
      if (canGiveUp) model.withdrawals.giveUp(one)
      return canGiveUp || again ? 'given up' : 'STATE_CONFLICT'
    }
    const operatorId = how === 'its owner agrees' ? one.owner.id : operators[one.agreed % 2]!
    const decision = { operatorId, withdrawalId: one.id, reason: 'test' }
    const verb = how === 'reject' ? product.rejectWithdrawal : product.approveWithdrawal
    const answer = await answerOf(verb(ctx, decision))
    const refused = how === 'its owner agrees' ? 'FORBIDDEN' : waits(one) ? null : 'STATE_CONFLICT'
    expect(codeOf(answer)).toBe(refused)
    if (refused) return refused
    if (how === 'reject') {
      model.withdrawals.giveUp(one)
      return 'rejected'
    }
    model.withdrawals.agree(one)
    return waits(one) ? 'one more has to' : 'agreed'
  },
})

/** The job sends what may be sent; the bank carries one out, cannot, or sends it back, and may change its mind. */
export const bank = kind({
  name: 'the bank',
  weight: 15,
  outcomes: [
    ...['COMPLETED', 'FAILED', 'RETURNED', 'COMPLETED after all', 'RETURNED after all'],
    'no other word',
  ],
  wish: fc.record({
    which,
    says: fc.constantFrom('COMPLETED' as const, 'FAILED' as const, 'RETURNED' as const),
  }),
  fits: (model) => withBank(model).length > 0,
  async run(model, world, { which: at, says }) {
    await lookAll(model, world)
    const known = withBank(model)
    const one = pickLikely(known, ({ status }) => status === 'SENDING', at)
    const before = one.status
    await world.toss.changeTransfer(one.id, says)
    await lookNow(world, one)
    model.withdrawals.hear(one, says)
    if (before === 'SENDING') return says
    if (one.status === before) return 'no other word'
    return before === 'FAILED' ? 'COMPLETED after all' : 'RETURNED after all'
  },
})

async function lookNow({ ctx, product }: World, { id }: ModelWithdrawal): Promise<void> {
  await ctx.db
    .update(withdrawals)
    .set({ nextCheckAt: addMs(ctx.now(), -1) })
    .where(eq(withdrawals.id, id))
  await product.sendDue(ctx)
}

/** The bank ends what is still on its way there. */
export async function endAll(model: Model, world: World): Promise<void> {
  await lookAll(model, world)
  const open = ({ status, carrier }: ModelWithdrawal) => status === 'SENDING' && carrier === 'simulated_bank'
  for (const one of model.withdrawals.all.filter(open)) {
    await world.toss.changeTransfer(one.id, 'COMPLETED')
    await lookNow(world, one)
    model.withdrawals.hear(one, 'COMPLETED')
  }
}
