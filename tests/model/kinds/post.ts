import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect } from 'vitest'
import { charge, payment, type Leg, type Movement } from '@/lib/ledger/movements'
import { splitFee } from '@/lib/money'
import { refusal } from '../../support/roles'
import { kind, pick, which } from '../kind'
import type { Model, Person } from '../model'

/** Not part of what is asked for: a repeat at another time is a repeat. */
const someTime = { occurredAt: new Date('2026-11-23T03:00:00Z') }

type Shape = (one: Person, two: Person, amount: bigint) => Leg[]

const FEE_BP = 1_000n

/** What may come to a wallet, as legs. A movement of a new flow is one entry more. */
const SHAPES = {
  charge: ({ id }, _, amount) => charge({ ...someTime, user: id, orderId: '', amount }).legs,
  payment: (renter, owner, amount) =>
    payment({
      ...someTime,
      renter: renter.id,
      owner: owner.id,
      bookingId: '',
      pending: false,
      split: splitFee(amount, FEE_BP),
    }).legs,
  reversal: ({ id }, _, amount) => [
    { account: 'balance', user: id, amount: -amount, overflow: ['charge_debt'] },
    { account: 'pg_receivable', amount },
  ],
  refund: (renter, owner, amount) => [
    { account: 'withdrawable', user: owner.id, amount: -amount, overflow: ['earnings_debt'] },
    { account: 'balance', user: renter.id, amount, overflow: ['charge_debt'] },
  ],
  withdrawal: (_, owner, amount) => [
    { account: 'withdrawable', user: owner.id, amount: -amount },
    // Not in transit: only a withdrawal of its own may be there.
    { account: 'operating_bank', amount },
  ],
} satisfies Record<string, Shape>
const shapes = Object.keys(SHAPES) as (keyof typeof SHAPES)[]

const wish = fc.record({
  act: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...shapes) },
    { weight: 4, arbitrary: fc.constantFrom('replay' as const, 'mismatch' as const) },
  ),
  one: which,
  two: which,
  amount: fc.oneof(fc.bigInt(1n, 40_000n), fc.constant(null)),
})
type Wish = typeof wish extends fc.Arbitrary<infer W> ? W : never

/** Money that no order brought keeps guests from leaving for ever. */
const insiders = ({ people }: Model): Person[] => people.filter(({ guest }) => !guest)

/** Builds a movement; without an amount it takes all that its payer has. */
function build(model: Model, { act, one, two, amount }: Wish): Movement {
  const orderId = model.orders[0]!.id
  const earlier = model.posted.length ? pick(model.posted, one) : null
  if (earlier && act === 'replay') return { ...earlier, occurredAt: model.now }
  const payer = pick(insiders(model), one)
  const payee = pick(
    insiders(model).filter((person) => person !== payer),
    two,
  )
  const all = payer.wallets.balance > 0n ? payer.wallets.balance : 1n
  const shape: Shape = SHAPES[act === 'replay' || act === 'mismatch' ? 'charge' : act]
  const legs = shape(payer, payee, act === 'mismatch' ? 40_001n : (amount ?? all))
  const reference = act === 'mismatch' && earlier ? earlier.reference : newReference()
  return { type: 'charge', reference, orderId, legs, ...someTime }
}

/** The verdict that the model gives; it moves where the verdict is `posted`. */
function judge(model: Model, movement: Movement): string {
  const earlier = model.posted.find(({ reference }) => reference === movement.reference)
  if (earlier) return isDeepStrictEqual(earlier.legs, movement.legs) ? 'replayed' : 'mismatched'
  if (!model.move(movement.legs)) return 'insufficient'
  model.posted.push(movement)
  return 'posted'
}

const newReference = () => `test-${randomUUID()}`

const somethingToReferTo = ({ orders }: Model) => orders.length > 0

/** A set in one call: what is refused in its middle leaves nothing and stops nobody. */
export const post = kind({
  name: 'post a set',
  weight: 16,
  outcomes: ['posted', 'replayed', 'mismatched', 'insufficient', 'refused in the middle', 'mixed'],
  wish: fc.array(wish, { minLength: 1, maxLength: 5 }),
  fits: somethingToReferTo,
  async run(model, { ctx, product }, wishes) {
    const movements: Movement[] = []
    const expected: string[] = []
    for (const one of wishes) {
      movements.push(build(model, one))
      expected.push(judge(model, movements.at(-1)!))
    }
    expect(await product.post(ctx, movements)).toEqual(expected)
    const inner = expected.slice(1, -1)
    const around = expected[0] === 'posted' && expected.at(-1) === 'posted'
    if (around && inner.includes('insufficient')) return 'refused in the middle'
    return new Set(expected).size > 1 ? 'mixed' : (expected[0] as 'posted')
  },
})

/** Money for whoever is to pay: without it most commands would only meet empty wallets. */
export const fund = kind({
  name: 'fund',
  weight: 8,
  outcomes: ['posted'],
  wish: fc.record({ one: which, amount: fc.bigInt(5_000n, 40_000n) }),
  fits: somethingToReferTo,
  async run(model, { ctx, product }, { one, amount }) {
    const movement = build(model, { act: 'charge', one, two: 0, amount })
    expect(await product.post(ctx, [movement])).toEqual([judge(model, movement)])
    return 'posted'
  },
})

/** The same spend twice at once is one; two spends of all there is are one and a refusal. */
export const postAtOnce = kind({
  name: 'post at once',
  weight: 4,
  outcomes: ['the same', 'two that cannot both be'],
  wish: fc.record({ one: which, two: which, same: fc.boolean() }),
  fits: (model, { one }) => somethingToReferTo(model) && pick(insiders(model), one).wallets.balance > 0n,
  async run(model, { ctx, product }, { one, two, same }) {
    const amount = pick(insiders(model), one).wallets.balance
    const first = build(model, { act: 'payment', one, two, amount })
    const second = same ? first : { ...first, reference: newReference() }
    const verdicts = await Promise.all([first, second].map((movement) => product.post(ctx, [movement])))
    const winner = verdicts[0]![0] === 'posted' ? first : second
    const loser = winner === first ? second : first
    expect(verdicts.flat().sort()).toEqual([judge(model, winner), judge(model, loser)].sort())
    return same ? 'the same' : 'two that cannot both be'
  },
})

const MALFORMED: Record<string, (person: Person) => Leg[]> = {
  unbalanced: ({ id }) => [
    { account: 'balance', user: id, amount: 10n },
    { account: 'pg_receivable', amount: -9n },
  ],
  'a single leg': ({ id }) => [{ account: 'balance', user: id, amount: 10n }],
  // Credits: a debit that the wallet cannot carry would be refused as that, before anything is written.
  'a wallet twice': ({ id }) => [
    { account: 'balance', user: id, amount: 5n },
    { account: 'balance', user: id, amount: 5n },
    { account: 'pg_receivable', amount: -10n },
  ],
  'an unknown wallet': () => [
    { account: 'balance', user: randomUUID(), amount: 10n },
    { account: 'pg_receivable', amount: -10n },
  ],
}
/** Which rule of the book refuses: they stand one behind the other. */
const RULES = ['PP002', 'PP004', 'entries_wallet_version']

/** A malformed movement is a bug of ours: it takes the whole call back. */
export const postMalformed = kind({
  name: 'post malformed',
  weight: 6,
  outcomes: Object.keys(MALFORMED),
  wish: fc.record({ fault: fc.constantFrom(...Object.keys(MALFORMED)), one: which }),
  fits: somethingToReferTo,
  async run(model, { ctx, product }, { fault, one }) {
    const sound = build(model, { act: 'charge', one, two: one, amount: 1_000n })
    const legs = MALFORMED[fault]!(pick(insiders(model), one))
    const broken = { ...sound, reference: newReference(), legs }
    expect(RULES).toContain(await refusal(product.post(ctx, [sound, broken])))
    return fault
  },
})
