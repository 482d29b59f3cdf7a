import { describe, expect, test } from 'vitest'
import { feeInstead } from '@/lib/settlement/contract'

const CONTRACT = { cardBp: 280n, easyPayBp: 300n, transferBp: 180n, deposit: 300n, otherBp: 350n }
const instead = (method: string, amount: bigint, fee: bigint) => feeInstead(CONTRACT, { method, amount, fee })

describe('a fee by contract', () => {
  test.each([
    ['CARD', 10_000n, 308n],
    ['EASY_PAY', 10_000n, 330n],
    ['TRANSFER', 10_000n, 198n],
    ['VIRTUAL_ACCOUNT', 10_000n, 330n],
    ['VIRTUAL_ACCOUNT', 1_000_000n, 330n],
    ['MOBILE_PHONE', 10_000n, 385n],
    ['CARD', -10_000n, -308n],
  ])('of %s for %s won is %s, and nothing else by more than rounding', (method, amount, fee) => {
    expect(instead(method, amount, fee)).toBeNull()
    expect(instead(method, amount, fee + 3n)).toBe(fee)
    expect(instead(method, amount, fee - 3n)).toBe(fee)
  })

  test('of a deposit that went back is nothing', () => {
    expect(instead('VIRTUAL_ACCOUNT', -10_000n, 0n)).toBeNull()
    expect(instead('VIRTUAL_ACCOUNT', -10_000n, -330n)).toBe(0n)
  })

  test('is met however the supply and its VAT are rounded, for every amount', () => {
    for (let amount = 1n; amount <= 2_000n; amount++) {
      const low = (amount * 280n) / 10_000n
      for (const supply of [low, low + 1n])
        for (const vat of [supply / 10n, (supply + 9n) / 10n])
          expect(instead('CARD', amount, supply + vat)).toBeNull()
    }
  })
})
