import type { Cell, Column } from '@/lib/document/table'
import { asRead, CHART, isDebit, type AccountClass } from '@/lib/ledger/chart'
import type { BalanceSheet, Total } from '@/lib/ledger/totals'

export const CLASS_NAMES: Record<AccountClass, string> = {
  asset: '자산',
  liability: '부채',
  revenue: '수익',
  expense: '비용',
}

export const COLUMNS: Column[] = [
  { head: '구분', kind: 'text', width: 80 },
  { head: '계정', kind: 'text', width: 180 },
  { head: '금액', kind: 'won', width: 120 },
]

/** A line of a statement; an account says where it leads. */
export function toRow({ account, name, balance }: Total): Cell[] {
  return [CLASS_NAMES[CHART[account].class], name, asRead(account, balance)]
}

/** A class of a balance sheet as it is read. */
export function sumOf(sheet: BalanceSheet, kind: AccountClass): bigint {
  return isDebit(kind) ? -sheet[kind].sum : sheet[kind].sum
}
