import { asc, desc, eq, isNull } from 'drizzle-orm'
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
  /** Won that it has settled and keeps to pay out. */
  payoutBalance: bigint
  /** Won that neither the safeguarded account nor Toss has of what users are owed; what to make up for. */
  shortfall: bigint
}

/** How our book stands against Toss. */
export async function readReport({ db }: { db: Database }): Promise<Report> {
  const newest = desc(reconciliationRuns.startedAt)
  const complete = eq(reconciliationRuns.state, 'COMPLETE')
  const isOpen = isNull(reconciliationBreaks.closedAt)
  const [runs, completed, open, position] = await Promise.all([
    db.select().from(reconciliationRuns).orderBy(newest).limit(1),
    db.select().from(reconciliationRuns).where(complete).orderBy(newest).limit(1),
    db.select().from(reconciliationBreaks).where(isOpen).orderBy(asc(reconciliationBreaks.occurredAt)),
    readPosition(db),
  ])
  return {
    last: runs[0] ?? null,
    lastComplete: completed[0] ?? null,
    open,
    unsettled: position.atToss - position.payoutBalance,
    payoutBalance: position.payoutBalance,
    shortfall: position.gap,
  }
}
