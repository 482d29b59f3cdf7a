import { and, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm'
import { reconciliationBreaks, reconciliationRuns } from '@/db/schema/reconciliation'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { newId } from '@/lib/ids'
import { alarm } from '@/lib/log'
import type { Finding } from './compare'
import { lockBreaks } from './lock-breaks'
import type { RunRow } from './runs'

export type Conclusion = Pick<
  RunRow,
  'ours' | 'oursSum' | 'theirs' | 'theirsSum' | 'repaired' | 'settled'
> & {
  findings: Finding[]
  /** Orders that the run had looked at again. */
  looked: string[]
}

const isOpen = isNull(reconciliationBreaks.closedAt)

/** What one statement takes at most. */
const BATCH = 500

/** A break that was known is the same one, as it is now. */
const SEEN_AGAIN = {
  class: sql`excluded.class`,
  ours: sql`excluded.ours`,
  theirs: sql`excluded.theirs`,
  field: sql`excluded.field`,
  lastSeenAt: sql`excluded.last_seen_at`,
}

/**
 * The one place where a run ends as complete: what it found is open, each once however often it is found, and what it no
 * longer found is closed. What is new raises an alarm. What a person has explained stays closed for as long as the same
 * amounts differ.
 */
export async function conclude(
  ctx: Ctx,
  run: RunRow,
  { findings, looked, ...counts }: Conclusion,
): Promise<RunRow> {
  const { ended, opened } = await withTx(ctx.db, async (tx) => {
    await lockBreaks(tx)
    const unexplained = await withoutExplained(tx, findings)
    const [ended] = await tx
      .update(reconciliationRuns)
      .set({ ...counts, state: 'COMPLETE', breaks: unexplained.length, finishedAt: ctx.now() })
      .where(and(eq(reconciliationRuns.id, run.id), eq(reconciliationRuns.state, 'RUNNING')))
      .returning()
    if (!ended) throw new Error('the run was given up before it ended')
    await close(ctx, tx, unexplained, looked)
    const opened = await open(ctx, tx, run, unexplained)
    await failpoint('reconcile.3')
    return { ended, opened }
  })
  for (const { class: what, subject, orderId } of opened)
    alarm('reconciliation.break', { class: what, subject, orderId })
  await failpoint('reconcile.4')
  return ended
}

async function withoutExplained(tx: Tx, findings: Finding[]): Promise<Finding[]> {
  const { subject, class: what, ours, theirs, field } = reconciliationBreaks
  const explained = await tx
    .select({ subject, class: what, ours, theirs, field })
    .from(reconciliationBreaks)
    .where(
      and(
        eq(reconciliationBreaks.closedHow, 'explained'),
        inArray(
          subject,
          findings.map((finding) => finding.subject),
        ),
      ),
    )
  const keyOf = (one: Pick<Finding, 'subject' | 'class' | 'ours' | 'theirs'> & { field?: string | null }) =>
    [one.subject, one.class, one.ours, one.theirs, one.field ?? null].join(' ')
  const known = new Set(explained.map(keyOf))
  return findings.filter((finding) => !known.has(keyOf(finding)))
}

async function close(ctx: Ctx, tx: Tx, findings: Finding[], looked: string[]): Promise<void> {
  const gone = and(
    isOpen,
    notInArray(
      reconciliationBreaks.subject,
      findings.map(({ subject }) => subject),
    ),
  )
  await tx
    .update(reconciliationBreaks)
    .set({
      closedAt: ctx.now(),
      closedHow: sql`case when ${inArray(reconciliationBreaks.orderId, looked)} then 'repaired' else 'agreed' end`,
    })
    .where(gone)
}

/** Answers those that nobody knew of. */
async function open(ctx: Ctx, tx: Tx, run: RunRow, findings: Finding[]): Promise<Finding[]> {
  const known = await tx
    .select({ subject: reconciliationBreaks.subject })
    .from(reconciliationBreaks)
    .where(isOpen)
  const subjects = new Set(known.map(({ subject }) => subject))
  const rows = findings.map(({ fingerprint, at, field = null, ...finding }) => ({
    ...finding,
    ...{ id: newId(), field, paymentKeyFingerprint: fingerprint, occurredAt: at },
    ...{ foundBy: run.id, foundAt: ctx.now(), lastSeenAt: run.startedAt },
  }))
  for (let from = 0; from < rows.length; from += BATCH) {
    await tx
      .insert(reconciliationBreaks)
      .values(rows.slice(from, from + BATCH))
      .onConflictDoUpdate({ target: reconciliationBreaks.subject, targetWhere: isOpen, set: SEEN_AGAIN })
  }
  return findings.filter(({ subject }) => !subjects.has(subject))
}
