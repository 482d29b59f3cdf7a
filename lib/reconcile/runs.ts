import { and, desc, eq, isNull, lt, min, notInArray } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { BANK_BREAK_CLASSES, reconciliationBreaks, reconciliationRuns } from '@/db/schema/reconciliation'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, soonerOf, startOfKstDay } from '@/lib/time'

export type RunRow = typeof reconciliationRuns.$inferSelect

/** Days that are looked at again each time: what came late to either side is then found, or found settled. */
const LOOK_BACK_MS = 3 * DAY_MS
/** What is younger may still be on its way to one of the sides. */
const SETTLING_MS = 10 * MINUTE_MS
/** What is found without Toss's lists, however old it is. */
const BESIDE_TOSS = ['STUCK', 'PAYOUT_BALANCE_MISMATCH', ...BANK_BREAK_CLASSES] as const
/** A run that has not ended by then died. */
const RUN_AT_MOST_MS = HOUR_MS

/**
 * Begins a run, or answers null where another is at it. It reaches back to where the last complete one ended, the first to
 * the first order, and to the oldest break that is open, so that each is seen again until it is gone.
 */
export async function beginRun(ctx: Ctx): Promise<RunRow | null> {
  return withTx(ctx.db, async (tx) => {
    await endDead(ctx, tx)
    const now = ctx.now()
    const run = { id: newId(), state: 'RUNNING', startedAt: now, ...(await windowAt(tx, now)) } as const
    const [begun] = await tx.insert(reconciliationRuns).values(run).onConflictDoNothing().returning()
    return begun ?? null
  })
}

async function windowAt(tx: Tx, now: Date): Promise<{ from: Date; to: Date }> {
  const [last] = await tx
    .select({ to: reconciliationRuns.to })
    .from(reconciliationRuns)
    .where(eq(reconciliationRuns.state, 'COMPLETE'))
    .orderBy(desc(reconciliationRuns.startedAt))
    .limit(1)
  const [open] = await tx
    .select({ oldest: min(reconciliationBreaks.occurredAt) })
    .from(reconciliationBreaks)
    .where(
      and(isNull(reconciliationBreaks.closedAt), notInArray(reconciliationBreaks.class, [...BESIDE_TOSS])),
    )
  const to = addMs(now, -SETTLING_MS)
  const known = last?.to ?? (await firstOrderAt(tx)) ?? to
  const from = [addMs(known, -LOOK_BACK_MS), open?.oldest ?? to].reduce(soonerOf, to)
  return { from: startOfKstDay(from), to }
}

async function firstOrderAt(tx: Tx): Promise<Date | null> {
  const [first] = await tx.select({ at: min(orders.createdAt) }).from(orders)
  return first!.at
}

async function endDead(ctx: Ctx, tx: Tx): Promise<void> {
  const begun = addMs(ctx.now(), -RUN_AT_MOST_MS)
  await tx
    .update(reconciliationRuns)
    .set({ state: 'INCOMPLETE', reason: 'the process died', finishedAt: ctx.now() })
    .where(and(eq(reconciliationRuns.state, 'RUNNING'), lt(reconciliationRuns.startedAt, begun)))
}

/** Ends a run of which Toss did not say everything; one that has ended stays as it is. */
export async function endIncomplete(ctx: Ctx, { id }: RunRow, reason: string): Promise<RunRow> {
  const [ended] = await ctx.db
    .update(reconciliationRuns)
    .set({ state: 'INCOMPLETE', reason, finishedAt: ctx.now() })
    .where(and(eq(reconciliationRuns.id, id), eq(reconciliationRuns.state, 'RUNNING')))
    .returning()
  if (ended) return ended
  const [row] = await ctx.db.select().from(reconciliationRuns).where(eq(reconciliationRuns.id, id))
  return row!
}
