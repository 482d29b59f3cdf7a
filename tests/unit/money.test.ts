import { describe, expect, test } from 'vitest'
import { formatWon, maxWon, minWon, toJsonAmount } from '@/lib/money'

const LARGEST = 9_007_199_254_740_991n

describe('an amount', () => {
  test.each([
    [0n, '0원'],
    [999n, '999원'],
    [1_234_567n, '1,234,567원'],
    [-5_000n, '-5,000원'],
    [LARGEST + 2n, '9,007,199,254,740,993원'],
  ])('%d reads %s', (amount, text) => {
    expect(formatWon(amount)).toBe(text)
  })

  test('fits JSON exactly or not at all', () => {
    expect(toJsonAmount(LARGEST)).toBe(Number.MAX_SAFE_INTEGER)
    expect(toJsonAmount(-LARGEST)).toBe(-Number.MAX_SAFE_INTEGER)
    const refused = new RangeError('amount does not fit a JSON integer')
    expect(() => toJsonAmount(LARGEST + 1n)).toThrow(refused)
    expect(() => toJsonAmount(-LARGEST - 1n)).toThrow(refused)
  })

  test('is compared without becoming a float', () => {
    for (const [a, b] of [
      [LARGEST + 1n, LARGEST + 2n],
      [LARGEST + 2n, LARGEST + 1n],
    ] as const) {
      expect(minWon(a, b)).toBe(LARGEST + 1n)
      expect(maxWon(a, b)).toBe(LARGEST + 2n)
    }
  })
})
