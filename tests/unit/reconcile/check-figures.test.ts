import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkFigures } from '@/lib/settlement/check'

const settlement = (supply: bigint, vat: bigint, amount: bigint) => ({
  ...{ transactionKey: 'key', paymentKey: 'payment', orderId: 'order', paidOutDate: '2026-11-27' },
  ...{
    amount,
    supplyAmount: supply,
    vat,
    fees: [{ fee: supply + vat }],
    payOutAmount: amount - supply - vat,
  },
})

const figures = fc.record({
  supply: fc.bigInt(-50_000n, 50_000n),
  amount: fc.bigInt(-2_000_000n, 2_000_000n),
})

test('a fee and a tenth of it, rounded either way, add up', () => {
  fc.assert(
    fc.property(figures, ({ supply, amount }) => {
      const down = supply / 10n
      const away = supply % 10n === 0n ? down : down + (supply > 0n ? 1n : -1n)
      for (const vat of [down, away]) expect(checkFigures(settlement(supply, vat, amount))).toBeNull()
    }),
  )
})

test('a won more or less of VAT than that, of the fee or of what is paid out does not', () => {
  fc.assert(
    fc.property(figures, fc.constantFrom(1n, -1n), ({ supply, amount }, won) => {
      const row = settlement(supply, supply / 10n, amount)
      expect(checkFigures(settlement(supply, supply / 10n + 2n * won, amount))).toMatchObject({
        field: 'vat',
      })
      expect(checkFigures({ ...row, fees: [...row.fees, { fee: won }] })).toMatchObject({ field: 'fee' })
      const found = row.payOutAmount + won
      expect(checkFigures({ ...row, payOutAmount: found })).toEqual({
        field: 'pay_out',
        expected: row.payOutAmount,
        found,
      })
    }),
  )
})
