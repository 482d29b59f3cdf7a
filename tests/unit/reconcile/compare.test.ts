import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, type Moved } from '@/lib/reconcile/compare'
import { addMs, DAY_MS, HOUR_MS, SECOND_MS } from '@/lib/time'

const MIDNIGHT = new Date('2026-11-25T00:00:00+09:00')
const WINDOW = { from: MIDNIGHT, to: addMs(MIDNIGHT, DAY_MS) }

/** One payment: what was charged, and the parts of it that went back. */
type Payment = { amount: bigint; atMs: number; backs: bigint[] }

const payment: fc.Arbitrary<Payment> = fc
  .record({
    amount: fc.bigInt(10n, 100_000n),
    atMs: fc.integer({ min: 0, max: 20 * HOUR_MS }),
    parts: fc.array(fc.bigInt(1n, 3n), { maxLength: 3 }),
  })
  .map(({ amount, atMs, parts }) => ({ amount, atMs, backs: parts }))

const payments = fc.array(payment, { minLength: 1, maxLength: 12 })

/** What both sides have of it; ours does not know Toss's key of an approval. */
function bothSides(list: Payment[]): { ours: Moved[]; theirs: Moved[] } {
  const theirs = list.flatMap(({ amount, atMs, backs }, order): Moved[] => {
    const common = { orderId: `order ${order}`, fingerprint: `payment ${order}` }
    const rows = [amount, ...backs.map((back) => -back)]
    return rows.map((won, nth) => ({
      ...common,
      subject: `key ${order} ${nth}`,
      transactionKey: `key ${order} ${nth}`,
      amount: won,
      whole: false,
      at: addMs(MIDNIGHT, atMs + nth * SECOND_MS),
    }))
  })
  const ours = theirs.map((row) => ({
    ...row,
    subject: `our ${row.subject}`,
    transactionKey: row.amount < 0n ? row.transactionKey : null,
  }))
  return { ours, theirs }
}

const shuffled = <T>(list: T[], seed: number): T[] =>
  list
    .map((one, index) => ({ one, place: (index * 7919 + seed) % 104_729 }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one)

const change = (list: Moved[], index: number, to: Partial<Moved>) =>
  list.map((one, at) => (at === index ? { ...one, ...to } : one))

describe('whatever was paid and given back', () => {
  test('the same on both sides, in any order and some hours apart, differs in nothing', () => {
    fc.assert(
      fc.property(payments, fc.nat(), fc.integer({ min: -HOUR_MS, max: HOUR_MS }), (list, seed, apart) => {
        const { ours, theirs } = bothSides(list)
        const late = ours.map((one) => ({ ...one, at: addMs(one.at, apart) }))
        expect(compare(shuffled(late, seed), shuffled(theirs, seed + 1), WINDOW)).toEqual([])
      }),
    )
  })

  test('one thing that a side lacks is one finding, of that side alone', () => {
    fc.assert(
      fc.property(payments, fc.nat(), fc.boolean(), (list, which, atToss) => {
        const { ours, theirs } = bothSides(list)
        const gone = which % theirs.length
        const without = (side: Moved[]) => side.filter((_, index) => index !== gone)
        const [a, b] = atToss ? [ours, without(theirs)] : [without(ours), theirs]
        const { amount, subject } = (atToss ? ours : theirs)[gone]!
        const approval = atToss ? 'MISSING_THERE' : 'MISSING_HERE'
        expect(compare(a, b, WINDOW)).toMatchObject([
          {
            class: amount > 0n ? approval : 'CANCEL_MISMATCH',
            subject,
            ours: atToss ? amount : null,
            theirs: atToss ? null : amount,
          },
        ])
      }),
    )
  })

  test('one won more or less on either side is one finding that shows both', () => {
    fc.assert(
      fc.property(payments, fc.nat(), fc.constantFrom(1n, -1n), fc.boolean(), (list, which, won, atToss) => {
        const { ours, theirs } = bothSides(list)
        const index = which % theirs.length
        const { amount } = theirs[index]!
        fc.pre(amount + won !== 0n)
        const side = atToss ? theirs : ours
        const changed = change(side, index, { amount: amount + won })
        const found = atToss ? compare(ours, changed, WINDOW) : compare(changed, theirs, WINDOW)
        expect(found).toMatchObject([
          {
            class: amount > 0n ? 'AMOUNT_MISMATCH' : 'CANCEL_MISMATCH',
            ours: atToss ? amount : amount + won,
            theirs: atToss ? amount + won : amount,
          },
        ])
      }),
    )
  })

  test('no two findings are of the same thing', () => {
    fc.assert(
      fc.property(payments, payments, (one, other) => {
        const found = compare(bothSides(one).ours, bothSides(other).theirs, WINDOW)
        expect(new Set(found.map(({ subject }) => subject)).size).toBe(found.length)
      }),
    )
  })

  test('whatever the window, what it finds is what happened in it; windows side by side find each once', () => {
    fc.assert(
      fc.property(payments, fc.integer({ min: 1, max: 20 * HOUR_MS }), (list, cut) => {
        const { theirs } = bothSides(list)
        const middle = addMs(MIDNIGHT, cut)
        const all = compare([], theirs, WINDOW)
        const parts = [
          ...compare([], theirs, { from: WINDOW.from, to: middle }),
          ...compare([], theirs, { from: middle, to: WINDOW.to }),
        ]
        const subjects = (found: { subject: string }[]) => found.map(({ subject }) => subject).sort()
        expect(subjects(parts)).toEqual(subjects(all))
      }),
    )
  })
})

describe('RC-17: at midnight', () => {
  const approval: Moved = {
    ...{ subject: 'key', orderId: 'order', transactionKey: 'key', fingerprint: 'payment' },
    ...{ amount: 10_000n, whole: true, at: addMs(MIDNIGHT, -SECOND_MS) },
  }
  const charge = {
    ...approval,
    subject: 'charge order',
    transactionKey: null,
    at: addMs(MIDNIGHT, SECOND_MS),
  }
  const before = { from: addMs(MIDNIGHT, -DAY_MS), to: MIDNIGHT }

  test.each([
    ['before', before],
    ['after', WINDOW],
  ])('what is on either side of it is found on neither day: the day %s', (_which, window) => {
    expect(compare([charge], [approval], window)).toEqual([])
    expect(compare([{ ...charge, at: approval.at }], [{ ...approval, at: charge.at }], window)).toEqual([])
  })

  test('what is missing is found on its own day, and not on the other', () => {
    expect(compare([], [approval], before)).toMatchObject([{ class: 'MISSING_HERE' }])
    expect(compare([], [approval], WINDOW)).toEqual([])
    expect(compare([charge], [], before)).toEqual([])
    expect(compare([charge], [], WINDOW)).toMatchObject([{ class: 'MISSING_THERE' }])
  })
})
