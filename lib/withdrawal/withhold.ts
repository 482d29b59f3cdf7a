import type { WithholdingKind } from '@/db/schema/withdrawal'

/** 사업소득: 3 % (소득세법 §129 ① 3). */
const BUSINESS_PERCENT = 3n
/** 기타소득: 60 % count as spent (소득세법 시행령 §87 1의2), 20 % of the rest are taken (소득세법 §129 ① 6). */
const OTHER_TAXED_PERCENT = 40n
const OTHER_PERCENT = 20n
/** 기타소득 of no more than this is not taxed (소득세법 §84). */
const OTHER_UNTAXED = 50_000n
/** 지방소득세: a tenth of the income tax (지방세법 §103의13). */
const LOCAL_PERCENT = 10n

/** Won of a withdrawal that are kept back as income tax and its local tax; each loses what is below 10 won (국고금관리법 §47). */
export function withhold(kind: WithholdingKind, amount: bigint): bigint {
  const income = floorToTen(incomeTax(kind, amount))
  return income + floorToTen(percentOf(income, LOCAL_PERCENT))
}

function incomeTax(kind: WithholdingKind, amount: bigint): bigint {
  switch (kind) {
    case 'none':
      return 0n
    case 'business_income':
      return percentOf(amount, BUSINESS_PERCENT)
    case 'other_income': {
      const taxed = percentOf(amount, OTHER_TAXED_PERCENT)
      return taxed <= OTHER_UNTAXED ? 0n : percentOf(taxed, OTHER_PERCENT)
    }
  }
}

function percentOf(amount: bigint, percent: bigint): bigint {
  return (amount * percent) / 100n
}

function floorToTen(amount: bigint): bigint {
  return amount - (amount % 10n)
}
