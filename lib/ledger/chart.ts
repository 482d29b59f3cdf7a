import type { Account } from '@/db/schema/ledger'

/** A liability is what we owe, so credit (+) grows it; an asset or expense grows by debit (−). */
export const ACCOUNT_CLASSES = ['asset', 'liability', 'revenue', 'expense'] as const
export type AccountClass = (typeof ACCOUNT_CLASSES)[number]

type Described = {
  name: string
  class: AccountClass
  owner: 'user' | 'platform'
}

/** The chart of accounts. An account without a description does not compile. */
export const CHART: Record<Account, Described> = {
  balance: { name: '고객 예치금', class: 'liability', owner: 'user' },
  pending: { name: '정산 예정금', class: 'liability', owner: 'user' },
  withdrawable: { name: '출금 가능금', class: 'liability', owner: 'user' },
  charge_debt: { name: '회수할 충전금', class: 'asset', owner: 'user' },
  earnings_debt: { name: '회수할 정산금', class: 'asset', owner: 'user' },
  fee_revenue: { name: '플랫폼 수수료 매출', class: 'revenue', owner: 'platform' },
  vat_payable: { name: '수수료 부가세', class: 'liability', owner: 'platform' },
  withholding_payable: { name: '원천세', class: 'liability', owner: 'platform' },
  pg_receivable: { name: '토스에서 받을 돈', class: 'asset', owner: 'platform' },
  pg_payout_balance: { name: '지급대행 잔액', class: 'asset', owner: 'platform' },
  safeguarded_bank: { name: '별도관리 예치', class: 'asset', owner: 'platform' },
  operating_bank: { name: '운영 계좌', class: 'asset', owner: 'platform' },
  withdrawals_in_transit: { name: '이체 중', class: 'liability', owner: 'platform' },
  charge_refunds_in_transit: { name: '환불 중', class: 'liability', owner: 'platform' },
  pg_fees: { name: '결제 수수료 비용', class: 'expense', owner: 'platform' },
  input_vat: { name: '매입세액', class: 'asset', owner: 'platform' },
  write_offs: { name: '손실', class: 'expense', owner: 'platform' },
  suspense: { name: '확인 중', class: 'liability', owner: 'platform' },
}

/** An amount as its class of account is read: what we have and what we spent grows by debit. */
export function asRead(account: Account, amount: bigint): bigint {
  return isDebit(CHART[account].class) ? -amount : amount
}

export function isDebit(kind: AccountClass): boolean {
  return kind === 'asset' || kind === 'expense'
}

export function isAccount(text: string): text is Account {
  return Object.hasOwn(CHART, text)
}
