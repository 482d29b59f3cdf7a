import { desc, sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { safeguardBankChecks } from '@/db/schema/safeguard'
import { withTx, type Tx } from '@/db/tx'
import { addBusinessDays } from '@/lib/business-days'
import type { Ctx } from '@/lib/context'
import { maxWon } from '@/lib/money'
import { alarm } from '@/lib/log'
import { kstDay } from '@/lib/time'

export type BankCheckRow = typeof safeguardBankChecks.$inferSelect

/** Business days in which what bank or book were late with has come: until then a gap may be none. */
const PATIENCE_DAYS = 1

/**
 * Checks the days that the bank's statement has whole once more, by what the bank says that the account held. A gap raises
 * an alarm. Answers the newest day it wrote, null when there was none. Safe to run twice at once.
 */
export async function checkAtBank(ctx: Ctx): Promise<string | null> {
  const today = kstDay(ctx.now())
  const written = await withTx(ctx.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('safeguard_bank_checks'))`)
    const days = (await readDays(tx)).filter(({ day }) => addBusinessDays(day, PATIENCE_DAYS) < today)
    if (days.length === 0) return []
    let dueOn = (await readBankCheck({ db: tx }))?.dueOn ?? null
    const rows = days.map(({ day, balance, timing, owed, atToss }) => {
      const gap = maxWon(0n, owed - (balance - timing) - atToss)
      dueOn = gap > 0n ? (dueOn ?? addBusinessDays(day, 1)) : null
      return { day, balance, timing, gap, dueOn, checkedAt: ctx.now() }
    })
    return tx.insert(safeguardBankChecks).values(rows).returning()
  })
  const newest = written.at(-1)
  if (!newest) return null
  const { day, gap, dueOn } = newest
  if (gap > 0n) alarm('safeguard.shortfall', { day, gap: String(gap), dueOn, by: 'bank' })
  return day
}

/** The newest check by the bank's statement, null before there is one. */
export async function readBankCheck({ db }: { db: Pick<Database, 'select'> }): Promise<BankCheckRow | null> {
  const [newest] = await db.select().from(safeguardBankChecks).orderBy(desc(safeguardBankChecks.day)).limit(1)
  return newest ?? null
}

type Day = { day: string; balance: bigint; timing: bigint; owed: bigint; atToss: bigint }

/**
 * What Toss pays, and what leaves for owners or comes back from them, changes what is at Toss or owed by as much: where
 * bank and book have it on different days, the bank's figure is as of the book's day. So is what people move between the
 * bank and the balance of payouts. What they post of the company's own money changes neither: of that the bank alone is
 * right.
 */
async function readDays(tx: Tx): Promise<Day[]> {
  const { rows } = await tx.execute<Record<keyof Day, string>>(sql`
    select c.day::text as day, l.balance::text as balance, late.timing::text as timing, c.owed::text as owed,
      c.at_toss::text as "atToss"
    from safeguard_checks c
      cross join lateral (select balance from bank_lines where day <= c.day order by number desc limit 1) l
      cross join lateral (select coalesce(sum(case
          when b.day <= c.day and t.business_date > c.day then -moved.amount
          when b.day > c.day and t.business_date <= c.day then moved.amount end), 0) as timing
        from bank_lines b join bank_matches m on m.line = b.number join transactions t on t.id = m.transaction_id
          join entries e on e.transaction_id = t.id and e.account = 'safeguarded_bank'
          left join entries p on p.transaction_id = t.id and p.account = 'pg_payout_balance'
          cross join lateral (select case when t.type in ('settlement', 'withdraw_paid', 'withdraw_returned')
            then e.amount else -p.amount end as amount) moved
        where b.day between c.day - 31 and c.day + 31) late
    where c.day <= (select max(through) from bank_statements)
      and not exists (select from safeguard_bank_checks done where done.day = c.day)
    order by c.day`)
  return rows.map(({ day, ...amounts }) => ({
    day,
    balance: BigInt(amounts.balance),
    timing: BigInt(amounts.timing),
    owed: BigInt(amounts.owed),
    atToss: BigInt(amounts.atToss),
  }))
}
