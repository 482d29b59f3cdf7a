import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { Column, Table } from '@/lib/document/table'
import { endOf } from '@/lib/ledger/moment'
import { readTotals } from '@/lib/ledger/totals'
import { daysOf, monthsOf } from '@/lib/period'
import { addDays } from '@/lib/time'
import { postedIn } from './posted-in'

const COLUMNS: Column[] = [
  { head: '달', kind: 'text', width: 60 },
  { head: '수수료 매출', kind: 'won', width: 100 },
  { head: '매출 부가세', kind: 'won', width: 100 },
  { head: '결제대행 수수료', kind: 'won', width: 100 },
  { head: '매입 부가세', kind: 'won', width: 100 },
  { head: '낼 부가세', kind: 'won', width: 100 },
  { head: '납부·조정', kind: 'won', width: 100 },
]

type Row = {
  month: string
  revenue: string
  outputVat: string
  cost: string
  inputVat: string
  otherwise: string
}

/**
 * The revenue and the VAT of a KST year, month by month, as the book has them. Only the fee is revenue. What was posted
 * to these four accounts by hand, such as the payment of the VAT, stands apart. Throws when it is not what the ledger
 * moved in the year.
 */
export async function readVatTable({ db }: { db: Database }, year: string): Promise<Table> {
  const { from, next } = daysOf(year)
  const { rows } = await db.execute<Row>(sql`
    select to_char(t.business_date, 'YYYY-MM') as month,
      ${sumOf('fee_revenue', sql`t.type in ('payment', 'refund')`)} as revenue,
      ${sumOf('vat_payable', sql`t.type in ('payment', 'refund')`)} as "outputVat",
      ${sumOf('pg_fees', sql`t.type = 'settlement'`)} as cost,
      ${sumOf('input_vat', sql`t.type = 'settlement'`)} as "inputVat",
      coalesce(sum(e.amount) filter (where t.type not in ('payment', 'refund', 'settlement')), 0)::text as otherwise
    from transactions t join entries e on e.transaction_id = t.id
      and e.account in ('fee_revenue', 'vat_payable', 'pg_fees', 'input_vat')
    where ${postedIn({ from, next })} group by 1`)
  const lines = monthsOf(year).map((month) => toFigures(rows.find((row) => row.month === month)))
  const totals = sumColumns(lines)
  await expectPosted(db, { from, next }, totals)
  const [revenue, outputVat, , inputVat, due] = totals as [bigint, bigint, bigint, bigint, bigint]
  return {
    title: `매출과 부가세 · ${year}`,
    facts: [
      { label: '기간', value: `${from} ~ ${addDays(next, -1)}` },
      { label: '신고 기한', value: '분기마다 다음 달 25일' },
    ],
    sums: [
      { title: '매출', figures: [{ label: '수수료 매출', amount: revenue, strong: true }] },
      {
        title: '부가세',
        figures: [
          { label: '매출 부가세', amount: outputVat },
          { label: '매입 부가세', amount: inputVat },
          { label: '낼 부가세', amount: due, strong: true },
        ],
      },
    ],
    columns: COLUMNS,
    rows: monthsOf(year).map((month, place) => [month, ...lines[place]!]),
    totals: ['합계', ...totals],
  }
}

const sumOf = (account: string, types: ReturnType<typeof sql>) =>
  sql`coalesce(sum(e.amount) filter (where e.account = ${account} and ${types}), 0)::text`

/** In the order of the columns: costs are debit in the book and read as they are spoken of. */
function toFigures(row: Row | undefined): bigint[] {
  const { revenue = '0', outputVat = '0', cost = '0', inputVat = '0', otherwise = '0' } = row ?? {}
  const [sales, input] = [BigInt(outputVat), -BigInt(inputVat)]
  return [BigInt(revenue), sales, -BigInt(cost), input, sales - input, BigInt(otherwise)]
}

function sumColumns(lines: bigint[][]): bigint[] {
  return lines[0]!.map((_, column) => lines.reduce((sum, line) => sum + line[column]!, 0n))
}

async function expectPosted(db: Database, { from, next }: { from: string; next: string }, totals: bigint[]) {
  const [before, after] = await Promise.all(
    [from, next].map((day) => readTotals(db, endOf(addDays(day, -1)))),
  )
  const wanted = ['fee_revenue', 'vat_payable', 'pg_fees', 'input_vat']
  const held = (side: typeof before) =>
    side!.reduce((sum, { account, balance }) => (wanted.includes(account) ? sum + balance : sum), 0n)
  const moved = held(after) - held(before)
  const [revenue, , cost, , due, otherwise] = totals as [bigint, bigint, bigint, bigint, bigint, bigint]
  const told = revenue - cost + due + otherwise
  if (told !== moved) throw new Error(`the taxes of ${from}: ${told} told, ${moved} posted`)
}
