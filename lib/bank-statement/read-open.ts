import { asc, desc, eq, max, sql } from 'drizzle-orm'
import { bankLines, bankOpenLines, bankStatements } from '@/db/schema/bank-statement'
import type { Tx } from '@/db/tx'
import { readTotals } from '@/lib/ledger/totals'
import { addDays } from '@/lib/time'
import { LOOK_BACK_DAYS, type Item, type ItemKind, type Line } from './match'
import { AT_BANK, takenUpThrough } from './take-up'

/** What bank and book do not have in common yet, and what both held. */
export type Open = {
  /** The KST day of the bank's first line, the last of which it says anything, and the last that it has whole. */
  firstDay: string
  lastDay: string
  through: string
  /** What the account held before the first line and at the end, by the bank. */
  opening: bigint
  closing: bigint
  /** What it holds now, by our book. */
  book: bigint
  lines: Line[]
  items: Item[]
}

/** Null before anything was imported. */
export async function readOpen(tx: Tx): Promise<Open | null> {
  const [first] = await tx.select().from(bankLines).orderBy(asc(bankLines.number)).limit(1)
  if (!first) return null
  const [last] = await tx.select().from(bankLines).orderBy(desc(bankLines.number)).limit(1)
  const [covered] = await tx.select({ through: max(bankStatements.through) }).from(bankStatements)
  const through = covered!.through!
  const totals = await readTotals(tx)
  return {
    firstDay: first.day,
    lastDay: last!.day < through ? through : last!.day,
    through,
    opening: first.balance - first.amount,
    closing: last!.balance,
    book: -totals.find(({ account }) => account === 'safeguarded_bank')!.balance,
    lines: await readLines(tx),
    items: await readItems(tx, addDays(first.day, -LOOK_BACK_DAYS)),
  }
}

async function readLines(tx: Tx): Promise<Line[]> {
  const { number, day, amount, description, counterparty } = bankLines
  return tx
    .select({ number, day, amount, description, counterparty })
    .from(bankLines)
    .innerJoin(bankOpenLines, eq(bankOpenLines.line, number))
    .orderBy(asc(number))
}

type Row = {
  subject: string
  kind: ItemKind
  day: string
  amount: string
  transferId: string | null
  ids: string[]
}

/**
 * What has moved the account in our book since a KST day, and has no line: what was taken up and has found none, and what
 * came after. Toss pays out a day's settlements as one.
 */
async function readItems(tx: Tx, since: string): Promise<Item[]> {
  const { rows } = await tx.execute<Row>(sql`
    select case when t.type = 'settlement' then 'payouts ' || d.day else t.type || ' ' || t.reference end as subject,
      case t.type when 'settlement' then 'payout' when 'withdraw_paid' then 'withdrawal'
        when 'withdraw_returned' then 'return' else 'by_hand' end as kind,
      d.day::text as day, sum(-e.amount)::text as amount, max(w.transfer_id) as "transferId", array_agg(t.id) as ids
    from (select transaction_id as id from bank_open_items where day >= ${since}::date
        union all select t.id from transactions t
          where t.type in (${AT_BANK}) and t.seq > ${await takenUpThrough(tx)}
            and not exists (select from bank_matches m where m.transaction_id = t.id)) unmatched
      join transactions t on t.id = unmatched.id
      join entries e on e.transaction_id = t.id and e.account = 'safeguarded_bank'
      cross join lateral (select (t.occurred_at at time zone 'Asia/Seoul')::date as day) d
      left join withdrawals w
        on w.id = case when t.type in ('withdraw_paid', 'withdraw_returned') then t.reference::uuid end
    where d.day >= ${since}::date
    group by 1, 2, 3 having sum(e.amount) <> 0 order by 3, 1`)
  return rows.map(({ amount, ids, ...row }) => ({ ...row, amount: BigInt(amount), transactionIds: ids }))
}
