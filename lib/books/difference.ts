import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { Account, TransactionType } from '@/db/schema/ledger'
import { withTx } from '@/db/tx'
import { atMostBy, postedBy, surelyBy, type Moment } from '@/lib/ledger/moment'
import { readTotals } from '@/lib/ledger/totals'

/** What transactions of a type did to an account: won, credit positive. */
export type Cause = { type: TransactionType; count: bigint; amount: bigint }

export type Difference = {
  /** The accounts that moved, in the chart's order, the largest cause first. */
  accounts: { account: Account; before: bigint; after: bigint; causes: Cause[] }[]
  /** How many transactions of each type there were and how much changed sides in them, the most first. */
  types: Cause[]
}

type Row = { type: TransactionType; account: Account | null; count: string; amount: string }

/**
 * Two moments side by side and all that led from one to the other. Reads every entry between them. Throws when these do
 * not add up to the difference, to the won.
 */
export async function readDifference(
  { db }: { db: Database },
  { from, to }: { from: Moment; to: Moment },
): Promise<Difference> {
  return withTx(db, async (tx) => {
    // One state of the book, while others post to it.
    await tx.execute(sql`set transaction isolation level repeatable read`)
    const [before, after] = [await readTotals(tx, from), await readTotals(tx, to)]
    const { rows } = await tx.execute<Row>(sql`
      select t.type, e.account, count(distinct t.id)::text as count,
        (case when grouping(e.account) = 1 then sum(e.amount) filter (where e.amount > 0) else sum(e.amount) end)::text as amount
      from transactions t join entries e on e.transaction_id = t.id
      where t.seq > ${surelyBy(from)} and t.seq <= ${atMostBy(to)} and not ${postedBy(from)} and ${postedBy(to)}
      group by grouping sets ((t.type, e.account), (t.type))`)
    const causes = rows
      .map((row) => ({ ...row, count: BigInt(row.count), amount: BigInt(row.amount) }))
      .sort((a, b) => (size(a.amount) < size(b.amount) ? 1 : -1))
    const accounts = after.map(({ account, balance }, place) => ({
      account,
      before: before[place]!.balance,
      after: balance,
      causes: causes.filter((cause) => cause.account === account),
    }))
    for (const { account, before, after, causes } of accounts) {
      const explained = causes.reduce((sum, { amount }) => sum + amount, 0n)
      if (before + explained !== after) {
        throw new Error(`${account}: ${explained} explained from ${before} to ${after}`)
      }
    }
    return {
      accounts: accounts.filter(({ causes }) => causes.length > 0),
      types: causes.filter(({ account }) => account === null),
    }
  })
}

const size = (amount: bigint) => (amount < 0n ? -amount : amount)
