import type { Database } from '@/db/client'
import type { Table } from '@/lib/document/table'
import { endOf } from '@/lib/ledger/moment'
import { readTotals, toBalanceSheet, type BalanceSheet } from '@/lib/ledger/totals'
import { COLUMNS, sumOf, toRow } from './signed'

/** What we had and owed at the end of a KST day. Throws when it does not balance. */
export async function readBalanceTable({ db }: { db: Database }, day: string): Promise<Table> {
  return toBalanceTable(day, toBalanceSheet(await readTotals(db, endOf(day))))
}

function toBalanceTable(day: string, sheet: BalanceSheet): Table {
  const [assets, debts] = [sumOf(sheet, 'asset'), sumOf(sheet, 'liability')]
  const earned = sumOf(sheet, 'revenue') - sumOf(sheet, 'expense')
  if (assets !== debts + earned) {
    throw new Error(`the balance sheet of ${day} does not balance: ${assets} is not ${debts} + ${earned}`)
  }
  const figures = [
    { label: '자산', amount: assets, strong: true },
    { label: '부채', amount: debts },
    { label: '누적 손익', amount: earned },
  ]
  return {
    title: `재무상태표 · ${day}`,
    facts: [{ label: '기준일', value: day }],
    sums: [{ title: '자산 = 부채 + 누적 손익', figures }],
    columns: COLUMNS,
    rows: [
      ...sheet.asset.lines.map(toRow),
      ...sheet.liability.lines.map(toRow),
      ['자본', '누적 손익', earned],
    ],
    totals: ['합계', '부채와 자본', debts + earned],
  }
}
