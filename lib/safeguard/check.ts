import { asc, desc, sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { Account } from '@/db/schema/ledger'
import { safeguardChecks } from '@/db/schema/safeguard'
import { withTx, type Tx } from '@/db/tx'
import { addBusinessDays } from '@/lib/business-days'
import type { Ctx } from '@/lib/context'
import { toPosition, type Position } from '@/lib/ledger/position'
import { alarm } from '@/lib/log'
import { measure, GAUGES } from './thresholds'

export type CheckRow = typeof safeguardChecks.$inferSelect
type Day = Position & { day: string; issued: bigint }

/** Days that one turn writes: what is left over is the next one's. */
const AT_ONCE = 400

/**
 * Writes down where users' money was at the end of each closed day that has no check yet, oldest first, so that a
 * worker that was away leaves no hole. A gap, and a threshold that comes closer, raise an alarm. Answers the newest day
 * it wrote, null when there was none. Safe to run twice at once.
 */
export async function checkSafeguarding(ctx: Ctx): Promise<string | null> {
  const written = await withTx(ctx.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('safeguard_checks'))`)
    const days = await readDays(tx)
    if (days.length === 0) return []
    const [before] = await tx.select().from(safeguardChecks).orderBy(desc(safeguardChecks.day)).limit(1)
    let dueOn = before?.dueOn ?? null
    const rows = days.map((day) => {
      dueOn = day.gap > 0n ? (dueOn ?? addBusinessDays(day.day, 1)) : null
      return { ...day, dueOn, checkedAt: ctx.now() }
    })
    return tx.insert(safeguardChecks).values(rows).returning()
  })
  const newest = written.at(-1)
  if (!newest) return null
  const { day, gap, dueOn } = newest
  if (gap > 0n) alarm('safeguard.shortfall', { day, gap: String(gap), dueOn })
  await warnOfThresholds(ctx, written.length)
  return day
}

/** The closed days without a check, from the first day of the book on, as the daily totals have them. */
async function readDays(tx: Tx): Promise<Day[]> {
  const { rows } = await tx.execute<{ day: string; held: Record<Account, string>; issued: string }>(sql`
    with closed as (select business_date, through from closed_days order by business_date desc limit 1),
    since as (
      select coalesce((select max(day) + 1 from safeguard_checks), (select min(business_date) from account_days)) as first
    ), days as (
      select d::date as day from closed, since, generate_series(first, business_date, interval '1 day') d
      where closed.through <= (select through from roll_up) order by 1 limit ${AT_ONCE}
    ), issued as (
      select t.business_date as day, -sum(e.amount) as amount from transactions t
        join entries e on e.transaction_id = t.id and e.account = 'pg_receivable'
      where t.type = 'charge' and t.business_date in (select day from days)
        and t.seq > coalesce((select c.through from closed_days c, since where c.business_date <= first - 2
          order by c.business_date desc limit 1), 0)
      group by 1
    )
    select day::text as day, coalesce(held, '{}') as held, coalesce(i.amount, 0)::text as issued from days d
      cross join lateral (select jsonb_object_agg(account, balance::text) as held from (
        select distinct on (account) account, balance from account_days where business_date <= d.day
        order by account, business_date desc) a) h
      left join issued i using (day) order by day`)
  return rows.map(({ day, held, issued }) => ({
    day,
    ...toPosition(
      Object.entries(held).map(([account, balance]) => ({
        account: account as Account,
        balance: BigInt(balance),
      })),
    ),
    issued: BigInt(issued),
  }))
}

/** Every check there is, by day: some hundreds a year. */
export async function readChecks({ db }: { db: Pick<Database, 'select'> }): Promise<CheckRow[]> {
  return db.select().from(safeguardChecks).orderBy(asc(safeguardChecks.day))
}

/** Once for each level that was reached with the newest days. */
async function warnOfThresholds(ctx: Ctx, added: number): Promise<void> {
  const checks = await readChecks(ctx)
  const [was, is] = [measure(checks.slice(0, -added)), measure(checks)]
  for (const gauge of GAUGES)
    if (is[gauge].level > was[gauge].level)
      alarm('safeguard.threshold', { gauge, level: is[gauge].level, amount: String(is[gauge].amount) })
}
