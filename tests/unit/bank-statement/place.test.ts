import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeLines, type Placed } from '@/lib/bank-statement/place'

/** A chain of lines, some of them alike, from what it begins with. */
function chain(moved: [day: number, amount: bigint][]): Placed[] {
  let balance = 0n
  return moved.map(([day, amount]) => {
    balance += amount
    return { day: `2026-11-${String(day).padStart(2, '0')}`, amount, balance }
  })
}

const number = (lines: Placed[], first: number) =>
  lines.map((line, index) => ({ ...line, number: first + index }))

describe('a file', () => {
  test('of any part finds its place beside any other that it overlaps or follows on, whole days both', () => {
    const days = fc.array(fc.array(fc.constantFrom(-2n, -1n, 1n, 2n), { minLength: 1, maxLength: 4 }), {
      minLength: 2,
      maxLength: 9,
    })
    fc.assert(
      fc.property(days, fc.nat(), fc.nat(), fc.nat(), (amounts, a, b, c) => {
        const all = chain(
          amounts.flatMap((of, index) => of.map((amount): [number, bigint] => [index + 1, amount])),
        )
        const starts = amounts.map((_, day) => amounts.slice(0, day).flat().length)
        const at = (n: number) => starts[n % starts.length]!
        const [from, middle] = [at(a), at(b)].sort((x, y) => x - y) as [number, number]
        const until = middle + 1 + (c % (all.length - middle))
        const known = number(all.slice(0, Math.max(until, 1)), 1)
        const place = placeLines(all.slice(from), known)
        expect(place).toEqual({ first: from + 1 })
      }),
    )
  })

  test('goes before what is known where it ends with what that began with', () => {
    const all = chain([
      [1, 5n],
      [2, 1n],
      [3, 2n],
    ])
    expect(placeLines(all.slice(0, 2), number(all.slice(2), 1))).toEqual({ first: -1 })
  })

  test('with a gap, or another word on the same days, has no place', () => {
    const all = chain([
      [1, 5n],
      [2, 1n],
      [3, 2n],
    ])
    expect(placeLines(all.slice(2), number(all.slice(0, 1), 1))).toEqual({ why: 'gap', at: 0 })
    const others = chain([
      [1, 5n],
      [2, 3n],
    ])
    expect(placeLines(others, number(all, 1))).toEqual({ why: 'differs', at: 1 })
  })
})
