import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { Account } from '@/db/schema/ledger'
import { CHART } from './chart'

export type TrialBalanceLine = { account: Account; name: string; balance: bigint; entries: bigint }

/** Every account that has entries, in the chart's order, with the sum of them: won, credit positive. */
export async function readTrialBalance(db: Database): Promise<TrialBalanceLine[]> {
  const { rows } = await db.execute<{ account: Account; balance: string; entries: string }>(
    sql`select account, sum(amount) as balance, count(*) as entries from entries group by account`,
  )
  const order = Object.keys(CHART)
  return rows
    .map(({ account, balance, entries }) => ({
      account,
      name: CHART[account].name,
      balance: BigInt(balance),
      entries: BigInt(entries),
    }))
    .sort((a, b) => order.indexOf(a.account) - order.indexOf(b.account))
}
