import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WITHHOLDING_KINDS } from '@/db/schema/withdrawal'
import { splitWithheld } from '@/lib/money'
import { withhold } from '@/lib/withdrawal/withhold'

describe('tax kept back of a withdrawal', () => {
  test.each([
    ['none', 1_000_000n, 0n],
    ['business_income', 1_000_000n, 33_000n],
    ['business_income', 4_000n, 130n],
    ['business_income', 1_000n, 30n],
    ['business_income', 333n, 0n],
    ['other_income', 1_000_000n, 88_000n],
    ['other_income', 125_000n, 0n],
    ['other_income', 125_002n, 0n],
    ['other_income', 125_003n, 11_000n],
    ['other_income', 200_999n, 17_670n],
  ] as const)('%s of %s won is %s', (kind, amount, tax) => {
    expect(withhold(kind, amount)).toBe(tax)
  })

  test('is two taxes, each cut to ten won: local tax is a tenth of the income tax', () => {
    const won = fc.bigInt({ min: 1n, max: 10n ** 12n })
    fc.assert(
      fc.property(fc.constantFrom(...WITHHOLDING_KINDS), won, (kind, amount) => {
        const tax = withhold(kind, amount)
        const { income, local } = splitWithheld(tax)
        expect([income + local, income % 10n]).toEqual([tax, 0n])
        expect(local).toBe((income / 100n) * 10n)
      }),
    )
    expect(splitWithheld(130n)).toEqual({ income: 120n, local: 10n })
  })

  test('is in tens, less than the amount, and never more than the rate', () => {
    const won = fc.bigInt({ min: 1n, max: 10n ** 12n })
    fc.assert(
      fc.property(fc.constantFrom(...WITHHOLDING_KINDS), won, (kind, amount) => {
        const tax = withhold(kind, amount)
        expect(tax % 10n).toBe(0n)
        expect(tax).toBeLessThan(amount)
        expect(tax * 1_000n).toBeLessThanOrEqual(amount * 88n)
      }),
    )
  })
})
