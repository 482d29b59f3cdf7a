import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { addMs, DAY_MS, kstDay } from '@/lib/time'

/**
 * A transaction's number up to which everything that will ever be posted has been: none before it is still on its way.
 * Waits a moment for the postings that run, and lets new ones wait as long.
 */
export async function markBook(db: Database): Promise<bigint> {
  const { rows } = await db.execute<{ mark: string }>(sql`select ledger_mark() as mark`)
  return BigInt(rows[0]!.mark)
}

/** Closes every KST day before the one that `now` is in: nothing can be posted to it any more. */
export async function closeDays(db: Database, now: Date): Promise<void> {
  const yesterday = kstDay(addMs(now, -DAY_MS))
  const { rows } = await db.execute<{ closed: boolean }>(
    sql`select exists (select from closed_days where business_date >= ${yesterday}::date) as closed`,
  )
  if (rows[0]!.closed) return
  await db.execute(sql`select ledger_close(${yesterday}::date, ${now.toISOString()}::timestamptz)`)
}

/** Brings the daily totals up to now. Safe to run twice at once. Answers how many entries were counted anew. */
export async function rollUp(db: Database): Promise<bigint> {
  const mark = await markBook(db)
  const { rows } = await db.execute<{ counted: string }>(sql`select ledger_roll_up(${mark}) as counted`)
  return BigInt(rows[0]!.counted)
}
