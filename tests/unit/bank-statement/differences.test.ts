import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareSides, textOf } from '@/lib/bank-statement/differences'
import { matchLines, type Item, type ItemKind, type Line } from '@/lib/bank-statement/match'
import type { Open } from '@/lib/bank-statement/read-open'
import { addDays } from '@/lib/time'

const FIRST = '2026-11-02'
const sum = (moved: { amount: bigint }[]) => moved.reduce((total, { amount }) => total + amount, 0n)

const line = (number: number, day: string, amount: bigint, counterparty = ''): Line => ({
  ...{ number, day, amount, counterparty },
  description: '이체',
})
const item = (kind: ItemKind, day: string, amount: bigint, transferId: string | null = null): Item => ({
  ...{ kind, day, amount, transferId },
  subject: `${kind} ${day} ${amount} ${transferId}`,
  transactionIds: [],
})

const dayOf = fc.integer({ min: 0, max: 20 }).map((days) => addDays(FIRST, days))
const amountOf = fc.constantFrom(-300n, -200n, -100n, 100n, 200n, 300n)
const lines = fc
  .array(
    fc.record({
      day: dayOf,
      amount: amountOf,
      counterparty: fc.constantFrom('토스페이먼츠', '', 'PP0000001'),
    }),
  )
  .map((all) => all.map(({ day, amount, counterparty }, index) => line(index + 1, day, amount, counterparty)))
const items = fc.array(
  fc
    .record({
      kind: fc.constantFrom('payout' as const, 'withdrawal' as const, 'return' as const, 'by_hand' as const),
      day: dayOf.map((day) => addDays(day, -4)),
      amount: amountOf,
      transferId: fc.constantFrom(null, 'PP0000001'),
    })
    .map(({ kind, day, amount, transferId }) => item(kind, day, amount, transferId)),
)

describe('whatever bank and book hold', () => {
  test('what they differ by adds up to the won, each thing once', () => {
    fc.assert(
      fc.property(
        lines,
        items,
        fc.bigInt(-500n, 500n),
        fc.bigInt(-500n, 500n),
        dayOf,
        (ours, theirs, opening, before, asked) => {
          const lastDay = [asked, ...ours.map(({ day }) => day)].sort().at(-1)!
          const open: Open = {
            ...{ firstDay: FIRST, lastDay, through: lastDay, opening },
            closing: opening + sum(ours),
            book: before + sum(theirs),
            ...{ lines: ours, items: theirs },
          }
          const { book, differences } = compareSides(open, '2026-12-31')
          const apart = differences.reduce(
            (total, each) => total + (each.theirs ?? 0n) - (each.ours ?? 0n),
            0n,
          )
          expect(apart).toBe(open.closing - book)
          for (const each of differences) expect(each.ours).not.toBe(each.theirs)
        },
      ),
    )
  })

  test('nothing is matched to two, or to another amount', () => {
    fc.assert(
      fc.property(lines, items, (ours, theirs) => {
        const { same, unequal, ...left } = matchLines(ours, theirs)
        for (const pair of same) expect(pair.line.amount).toBe(pair.item.amount)
        for (const pair of unequal) expect(pair.line.amount).not.toBe(pair.item.amount)
        const pairs = [...same, ...unequal]
        const all = [...pairs.map((pair) => pair.line), ...left.lines]
        expect(all.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
          ours.map(({ number }) => number),
        )
        expect(new Set([...pairs.map((pair) => pair.item), ...left.items])).toEqual(new Set(theirs))
      }),
    )
  })
})

describe('the other half of a line', () => {
  test('is the transfer that it names, before another of its amount', () => {
    const [other, named] = [
      item('withdrawal', FIRST, -100n),
      item('withdrawal', '2026-11-09', -100n, 'PP0000012'),
    ]
    const { same } = matchLines([line(1, FIRST, -100n, '김하늘 PP0000012')], [other, named])
    expect(same.map((pair) => pair.item)).toEqual([named])
  })

  test('is the nearest of its amount', () => {
    const all = ['2026-11-04', '2026-11-03'].map((day) => item('withdrawal', day, -100n))
    const { same } = matchLines([line(1, FIRST, -100n)], all)
    expect(same.map((pair) => pair.item.day)).toEqual(['2026-11-03'])
  })

  test.each([
    ['payout', '2026-11-01', '2026-11-02', false],
    ['payout', '2026-11-09', '2026-11-02', true],
    ['payout', '2026-11-10', '2026-11-02', false],
    ['withdrawal', '2026-11-02', '2026-11-09', true],
    ['withdrawal', '2026-11-02', '2026-11-10', false],
    ['by_hand', '2026-11-02', '2026-12-31', true],
  ] as const)('of %s at the bank on %s and in the book on %s: %s', (kind, at, booked, found) => {
    expect(matchLines([line(1, at, 100n)], [item(kind, booked, 100n)]).same).toHaveLength(found ? 1 : 0)
  })
})

test.each([
  ['김하늘', '이체 · 김*늘'],
  ['국민은행', '이체 · 국민은행'],
  ['포켓스페이스', '이체 · 포켓스페이스'],
  ['', '이체'],
])('people are masked in what the bank says: %s', (counterparty, shown) => {
  expect(textOf({ description: '이체', counterparty })).toBe(shown)
})
