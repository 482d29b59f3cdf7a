import type { Database } from '@/db/client'
import type { Table } from '@/lib/document/table'
import { endOf } from '@/lib/ledger/moment'
import { readTotals, toBalanceSheet, type Total } from '@/lib/ledger/totals'
import { addDays } from '@/lib/time'
import { COLUMNS, sumOf, toRow } from './signed'

/** KST days, both included. */
export type Period = { from: string; to: string }

/**
 * What a period earned and cost. Only the platform's fee is revenue: what people charge is theirs and stays a
 * liability.
 */
export async function readIncomeTable({ db }: { db: Database }, period: Period): Promise<Table> {
  return toIncomeTable(period, await readMovement(db, period))
}

/** What each account moved in a period. */
async function readMovement(db: Database, { from, to }: Period): Promise<Total[]> {
  const [before, after] = await Promise.all([
    readTotals(db, endOf(addDays(from, -1))),
    readTotals(db, endOf(to)),
  ])
  return after.map((total, place) => ({ ...total, balance: total.balance - before[place]!.balance }))
}

function toIncomeTable({ from, to }: Period, moved: Total[]): Table {
  const sheet = toBalanceSheet(moved)
  const [revenue, expense] = [sumOf(sheet, 'revenue'), sumOf(sheet, 'expense')]
  const figures = [
    { label: '매출', amount: revenue },
    { label: '비용', amount: -expense },
    { label: '이익', amount: revenue - expense, strong: true },
  ]
  return {
    title: `손익계산서 · ${from} ~ ${to}`,
    facts: [{ label: '기간', value: `${from} ~ ${to}` }],
    sums: [{ title: '매출 − 비용', figures }],
    columns: COLUMNS,
    rows: [...sheet.revenue.lines, ...sheet.expense.lines].map(toRow),
    totals: ['이익', '', revenue - expense],
  }
}
