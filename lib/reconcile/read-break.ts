import { and, asc, desc, eq, gte, inArray, isNotNull, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { adjustments } from '@/db/schema/adjustment'
import { users } from '@/db/schema/identity'
import {
  BANK_BREAK_CLASSES,
  breakNotes,
  reconciliationBreaks,
  reconciliationRuns,
} from '@/db/schema/reconciliation'
import type { Ctx } from '@/lib/context'
import { isId } from '@/lib/ids'
import { addMs, DAY_MS } from '@/lib/time'
import type { BreakRow } from './report'
import type { RunRow } from './runs'

export type Note = { id: string; by: string; at: Date; text: string }
export type ShownBreak = BreakRow & {
  assignee: string | null
  closer: string | null
  /** The oldest first. */
  notes: Note[]
}

type Reading = Pick<Ctx, 'db'>

/** A break with everything that people did about it; null when there is none. */
export async function readBreak({ db }: Reading, breakId: string): Promise<ShownBreak | null> {
  if (!isId(breakId)) return null
  const [assignee, closer] = [alias(users, 'assignee'), alias(users, 'closer')]
  const [found] = await db
    .select({ row: reconciliationBreaks, assignee: assignee.name, closer: closer.name })
    .from(reconciliationBreaks)
    .leftJoin(assignee, eq(assignee.id, reconciliationBreaks.assignedTo))
    .leftJoin(closer, eq(closer.id, reconciliationBreaks.closedBy))
    .where(eq(reconciliationBreaks.id, breakId))
  if (!found) return null
  const notes = await db
    .select({ id: breakNotes.id, by: users.name, at: breakNotes.at, text: breakNotes.text })
    .from(breakNotes)
    .innerJoin(users, eq(users.id, breakNotes.by))
    .where(eq(breakNotes.breakId, breakId))
    .orderBy(asc(breakNotes.id))
  return { ...found.row, assignee: found.assignee, closer: found.closer, notes }
}

/** The adjustments that a break may have been corrected by: those asked for since it was found. */
export async function listCorrections(
  { db }: Reading,
  { foundAt }: BreakRow,
): Promise<{ id: string; reason: string; status: string }[]> {
  return db
    .select({ id: adjustments.id, reason: adjustments.reason, status: adjustments.status })
    .from(adjustments)
    .where(and(gte(adjustments.madeAt, foundAt), ne(adjustments.status, 'REJECTED')))
    .orderBy(desc(adjustments.madeAt))
    .limit(20)
}

const RUN_DAYS = 14

/** The runs of the last two weeks that ended, the newest first. */
export async function listRuns({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<RunRow[]> {
  return db
    .select()
    .from(reconciliationRuns)
    .where(gte(reconciliationRuns.startedAt, addMs(now(), -RUN_DAYS * DAY_MS)))
    .orderBy(desc(reconciliationRuns.startedAt))
    .limit(200)
}

const CLOSED_SHOWN = 20

/** The breaks that were closed last. */
export async function listClosed({ db }: Reading): Promise<BreakRow[]> {
  return db
    .select()
    .from(reconciliationBreaks)
    .where(isNotNull(reconciliationBreaks.closedAt))
    .orderBy(desc(reconciliationBreaks.closedAt))
    .limit(CLOSED_SHOWN)
}

/** The latest break of each thing that the bank's statement and our book differ by, by its subject. */
export async function findBankBreaks({ db }: Reading): Promise<Map<string, BreakRow>> {
  const rows = await db
    .select()
    .from(reconciliationBreaks)
    .where(inArray(reconciliationBreaks.class, [...BANK_BREAK_CLASSES]))
    .orderBy(asc(reconciliationBreaks.foundAt))
  return new Map(rows.map((row) => [row.subject, row]))
}
