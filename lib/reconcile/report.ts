import { asc, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { reconciliationBreaks, reconciliationRuns } from '@/db/schema/reconciliation'
import { readPosition } from '@/lib/ledger/position'
import type { RunRow } from './runs'

export type BreakRow = typeof reconciliationBreaks.$inferSelect

export type Report = {
  last: RunRow | null
  lastComplete: RunRow | null
  /** The oldest first. */
  open: BreakRow[]
  /** Won that Toss has taken and not settled yet. */
  unsettled: bigint
  /** Won that neither the safeguarded account nor Toss has of what users are owed; what to make up for. */
  shortfall: bigint
}

/** How our book stands against Toss. */
export async function readReport({ db }: { db: Database }): Promise<Report> {
  const newest = desc(reconciliationRuns.startedAt)
  const complete = eq(reconciliationRuns.state, 'COMPLETE')
  const isOpen = isNull(reconciliationBreaks.closedAt)
  const [runs, completed, open, position, paidOut] = await Promise.all([
    db.select().from(reconciliationRuns).orderBy(newest).limit(1),
    db.select().from(reconciliationRuns).where(complete).orderBy(newest).limit(1),
    db.select().from(reconciliationBreaks).where(isOpen).orderBy(asc(reconciliationBreaks.occurredAt)),
    readPosition(db),
    readPaidOut(db),
  ])
  return {
    last: runs[0] ?? null,
    lastComplete: completed[0] ?? null,
    open,
    unsettled: position.atToss + paidOut,
    shortfall: position.gap,
  }
}

/** Won that Toss has paid to owners' banks from what it holds for us: it has settled no less for that. */
async function readPaidOut(db: Database): Promise<bigint> {
  const { rows } = await db.execute<{ amount: string }>(sql`
    select coalesce(sum(e.amount), 0)::text as amount from transactions t
      join entries e on e.transaction_id = t.id and e.account = 'pg_receivable'
    where t.type in ('withdraw_paid', 'withdraw_returned')`)
  return BigInt(rows[0]!.amount)
}
