import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { Account } from '@/db/schema/ledger'
import { CHART, type AccountClass } from './chart'
import { atMostBy, NOW, postedBy, surelyBy, type Moment } from './moment'

/** Won, credit positive. */
export type Total = { account: Account; name: string; balance: bigint }

const ACCOUNTS = sql.param(Object.keys(CHART))

/**
 * What every account held at a moment, in the chart's order: the last daily totals before it and what was posted after
 * them, read in one statement and so of one state of the book.
 */
export async function readTotals(db: Pick<Database, 'execute'>, at = NOW): Promise<Total[]> {
  const { rows } = await db.execute<Row>(sql`
    select account, sum(balance) as balance from (
      select a.account, d.balance from unnest(${ACCOUNTS}::text[]) a (account) cross join lateral (
        select balance from account_days d where d.account = a.account and d.business_date < ${at.before}::date
        order by business_date desc limit 1) d
      union all
      select e.account, e.amount from transactions t join entries e on e.transaction_id = t.id
      where t.seq > (select through from roll_up) and t.business_date < ${at.before}::date
      ${at.until ? sql`union all ${ofTheDay(at)}` : sql``}
    ) parts group by account`)
  return toTotals(rows)
}

/** What was posted on the moment's own day up to it. */
const ofTheDay = (at: Moment) => sql`
  select e.account, e.amount from transactions t join entries e on e.transaction_id = t.id
  where t.seq > ${surelyBy(at)} and t.seq <= ${atMostBy(at)} and t.business_date = ${at.before}::date and ${postedBy(at)}`

/** The same from every entry there is: what the daily totals are held against. */
export async function sumEntries(db: Pick<Database, 'execute'>): Promise<Total[]> {
  const { rows } = await db.execute<Row>(
    sql`select account, sum(amount) as balance from entries group by account`,
  )
  return toTotals(rows)
}

export type BalanceSheet = Record<AccountClass, { lines: Total[]; sum: bigint }>

/** The totals by class of account. Assets and expenses are debit, so negative; all four sums add up to zero. */
export function toBalanceSheet(totals: Total[]): BalanceSheet {
  const ofClass = (wanted: AccountClass) => {
    const lines = totals.filter(({ account }) => CHART[account].class === wanted)
    return { lines, sum: lines.reduce((sum, { balance }) => sum + balance, 0n) }
  }
  return {
    asset: ofClass('asset'),
    liability: ofClass('liability'),
    revenue: ofClass('revenue'),
    expense: ofClass('expense'),
  }
}

type Row = { account: Account; balance: string }

function toTotals(rows: Row[]): Total[] {
  const held = new Map(rows.map(({ account, balance }) => [account, BigInt(balance)]))
  return Object.entries(CHART).map(([account, { name }]) => ({
    account: account as Account,
    name,
    balance: held.get(account as Account) ?? 0n,
  }))
}
