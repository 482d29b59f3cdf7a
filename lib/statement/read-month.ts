import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { addDays, kstDay } from '@/lib/time'
import { daysOf } from '@/lib/period'
import { readFees, type Fees } from './read-fees'
import { readLines } from './read-lines'
import { standingBefore } from './standing'
import { toStretch, type Stretch } from './statement'

export type MonthStatement = Stretch & {
  /** `2026-11` */
  month: string
  /** The KST days, both included; the last is today while the month is not over. */
  from: string
  to: string
  over: boolean
  /** What the tax invoice of the platform's fee is about: payments and refunds of this month, released or not. */
  fees: Fees
}

/** Everything that became of a user's withdrawable earnings in a KST month: from balance to balance. */
export async function readMonthStatement(
  ctx: { db: Database; now(): Date },
  userId: string,
  month: string,
): Promise<MonthStatement> {
  const { from, next } = daysOf(month)
  const today = kstDay(ctx.now())
  const [after, upto, fees] = await Promise.all([
    standingBefore(ctx, userId, from),
    standingBefore(ctx, userId, next),
    readFees(ctx, { ownerId: userId, month }),
  ])
  const debts = sql`t.business_date >= ${from}::date and t.business_date < ${next}::date`
  const lines = await readLines(ctx, { userId, after, upto, debts })
  const stretch = toStretch({ opening: after.balance, lines, withdrawn: 0n, closing: upto.balance })
  const over = next <= today
  return { ...stretch, month, from, to: over ? addDays(next, -1) : today, over, fees }
}

/** The months of which a user has statements, newest first: from their first entry to now. */
export async function listMonths(ctx: { db: Database; now(): Date }, userId: string): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ month: string }>(sql`
    select to_char(month, 'YYYY-MM') as month from generate_series(
      (select date_trunc('month', min(t.business_date)::timestamp)
        from wallets w join entries e on e.wallet_id = w.id join transactions t on t.id = e.transaction_id
        where w.user_id = ${userId}::uuid and w.kind in ('withdrawable', 'pending', 'earnings_debt') and e.wallet_version = 1),
      ${kstDay(ctx.now())}::timestamp, interval '1 month') month
    order by 1 desc`)
  return rows.map(({ month }) => month)
}
