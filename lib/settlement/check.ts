import type { SettlementRow } from '@/lib/toss/lists'

/** A figure of a settlement that is not what it should be, in won; null where there should be none, or is none. */
export type Problem = {
  field: 'amount' | 'fee' | 'vat' | 'pay_out' | 'unknown' | 'changed'
  expected: bigint | null
  found: bigint | null
}

/** Of a fee without VAT; Toss does not say how it rounds. */
const VAT_DIVISOR = 10n

export const feeOf = ({ fees }: SettlementRow): bigint => fees.reduce((sum, { fee }) => sum + fee, 0n)

/** Whether a settlement adds up by itself: fee = supply + VAT of a tenth, pay-out = amount − fee. */
export function checkFigures(row: SettlementRow): Problem | null {
  const fee = feeOf(row)
  const { amount, supplyAmount: supply, vat, payOutAmount } = row
  if (fee !== supply + vat) return { field: 'fee', expected: supply + vat, found: fee }
  const off = vat * VAT_DIVISOR - supply
  if (off <= -VAT_DIVISOR || VAT_DIVISOR <= off)
    return { field: 'vat', expected: supply / VAT_DIVISOR, found: vat }
  if (payOutAmount !== amount - fee) return { field: 'pay_out', expected: amount - fee, found: payOutAmount }
  return null
}
