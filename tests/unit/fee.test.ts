import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitFee, splitNextRefund, splitRefunded } from '@/lib/money'

const RATES = [0n, 1n, 33n, 100n, 330n, 500n, 1_000n, 1_250n, 1_500n, 3_333n, 9_999n, 10_000n]
/** Every amount, but for thousands of mutants in a row: what is wrong is so for small amounts as well. */
const LARGEST = process.env.MUTATION_JUDGES ? 20_000n : 2_000_000n

describe('the parts of a price', () => {
  test.each(RATES)(
    `add up for every amount from 1 to ${LARGEST.toLocaleString('en')} at %s basis points`,
    { timeout: 60_000 },
    (rate) => {
      const wrong: bigint[] = []
      for (let gross = 1n; gross <= LARGEST; gross++) {
        const { fee, supply, vat, net } = splitFee(gross, rate)
        const feeIsFloor = fee * 10_000n <= gross * rate && gross * rate < (fee + 1n) * 10_000n
        // |supply − fee × 10/11| ≤ 1/2, in whole numbers.
        const off = 22n * supply - 20n * fee
        const supplyIsNearest = -11n < off && off <= 11n
        const addUp = supply + vat === fee && fee + net === gross
        const inOrder = 0n <= vat && 0n <= supply && 0n <= net
        if (!(feeIsFloor && supplyIsNearest && addUp && inOrder)) wrong.push(gross)
      }
      expect(wrong).toEqual([])
    },
  )

  test('are as the tax office writes them', () => {
    expect(splitFee(10_000n, 1_000n)).toEqual({
      gross: 10_000n,
      fee: 1_000n,
      supply: 909n,
      vat: 91n,
      net: 9_000n,
    })
    expect(splitFee(30_000n, 1_000n)).toEqual({
      gross: 30_000n,
      fee: 3_000n,
      supply: 2_727n,
      vat: 273n,
      net: 27_000n,
    })
    expect(splitFee(9n, 1_000n)).toEqual({ gross: 9n, fee: 0n, supply: 0n, vat: 0n, net: 9n })
    expect(splitFee(0n, 1_000n)).toEqual({ gross: 0n, fee: 0n, supply: 0n, vat: 0n, net: 0n })
  })

  test.each([
    [-1n, 1_000n, 'a price below zero'],
    [1n, -1n, 'a rate beyond 0 to 100 %'],
    [1n, 10_001n, 'a rate beyond 0 to 100 %'],
  ])('of %s at %s do not exist', (gross, rate, message) => {
    expect(() => splitFee(gross, rate)).toThrow(new RangeError(message))
  })
})

describe('refunds', () => {
  const price = fc.bigInt(1n, LARGEST)
  const rate = fc.constantFrom(...RATES)

  test('in any steps give back exactly the whole price, fee and VAT, and never more on the way', () => {
    const steps = fc.array(fc.bigInt(1n, 100_000n), { maxLength: 100 })
    fc.assert(
      fc.property(price, rate, steps, (gross, rateBp, amounts) => {
        const whole = splitFee(gross, rateBp)
        let before = splitRefunded(whole, 0n)
        let refunded = 0n
        for (const amount of [...amounts, gross]) {
          refunded = refunded + amount < gross ? refunded + amount : gross
          const now = splitRefunded(whole, refunded)
          for (const part of ['fee', 'supply', 'vat', 'net'] as const) {
            expect(now[part]).toBeGreaterThanOrEqual(before[part])
            expect(now[part]).toBeLessThanOrEqual(whole[part])
          }
          expect(now.fee).toBe(now.supply + now.vat)
          expect(now.gross).toBe(now.fee + now.net)
          before = now
        }
        expect(before).toEqual(whole)
      }),
    )
  })

  /** Refunds of a third, of one won and of the rest, one after the other. */
  function refundsOf(gross: bigint, rate: bigint) {
    const whole = splitFee(gross, rate)
    const steps = [gross / 3n, gross / 3n < gross ? 1n : 0n]
    const rest = gross - steps[0]! - steps[1]!
    let refunded = 0n
    const parts = [...steps, rest].map((amount) => {
      const part = splitNextRefund(whole, refunded, amount)
      refunded += amount
      return part
    })
    return { whole, parts }
  }

  const addUp = (gross: bigint, rate: bigint): boolean => {
    const { whole, parts } = refundsOf(gross, rate)
    const sum = { gross: 0n, fee: 0n, supply: 0n, vat: 0n, net: 0n }
    for (const part of parts) {
      const { fee, supply, vat, net } = part
      if (fee < 0n || supply < 0n || vat < 0n || net < 0n) return false
      if (fee !== supply + vat || part.gross !== fee + net) return false
      sum.gross += part.gross
      sum.fee += fee
      sum.supply += supply
      sum.vat += vat
      sum.net += net
    }
    return (
      sum.gross === whole.gross &&
      sum.fee === whole.fee &&
      sum.supply === whole.supply &&
      sum.vat === whole.vat &&
      sum.net === whole.net
    )
  }

  test.each(RATES)(
    'one by one add up to the whole for every amount from 1 to 2,000,000 at %s basis points',
    { timeout: 60_000 },
    (rateBp) => {
      const wrong: bigint[] = []
      for (let gross = 1n; gross <= LARGEST; gross++) if (!addUp(gross, rateBp)) wrong.push(gross)
      expect(wrong).toEqual([])
    },
  )

  test('of nothing give back nothing, also of a price of nothing', () => {
    const nothing = { gross: 0n, fee: 0n, supply: 0n, vat: 0n, net: 0n }
    expect(splitRefunded(splitFee(9_999n, 1_000n), 0n)).toEqual(nothing)
    expect(splitRefunded(splitFee(0n, 1_000n), 0n)).toEqual(nothing)
  })

  test.each([-1n, 10_001n])('of %s out of 10,000 do not exist', (refunded) => {
    expect(() => splitRefunded(splitFee(10_000n, 1_000n), refunded)).toThrow(
      new RangeError('a refund beyond the price'),
    )
  })
})
