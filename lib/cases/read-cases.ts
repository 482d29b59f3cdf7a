import { asc, desc, eq, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { caseNotes, cases } from '@/db/schema/case'
import { users } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'
import { isId } from '@/lib/ids'
import { maskName } from '@/lib/mask'

export type CaseRow = typeof cases.$inferSelect
/** `person`: whose it is, masked. */
export type ListedCase = CaseRow & { person: string }
export type ShownCase = ListedCase & {
  opener: string
  answerer: string | null
  notes: { id: string; by: string; at: Date; text: string }[]
}

type Reading = Pick<Ctx, 'db'>

const SHOWN = 100

/** The cases that are not closed, the first due first, and those that were closed last. */
export async function listCases({ db }: Reading): Promise<{ open: ListedCase[]; closed: ListedCase[] }> {
  const read = () =>
    db
      .select({ row: cases, person: users.name })
      .from(cases)
      .innerJoin(users, eq(users.id, cases.userId))
      .$dynamic()
  const [open, closed] = await Promise.all([
    read().where(ne(cases.state, 'CLOSED')).orderBy(asc(cases.dueOn), asc(cases.id)).limit(SHOWN),
    read().where(eq(cases.state, 'CLOSED')).orderBy(desc(cases.closedAt)).limit(20),
  ])
  const named = ({ row, person }: (typeof open)[number]) => ({ ...row, person: maskName(person) })
  return { open: open.map(named), closed: closed.map(named) }
}

/** A case with all that was written about it; null when there is none. */
export async function readCase({ db }: Reading, caseId: string): Promise<ShownCase | null> {
  if (!isId(caseId)) return null
  const [opener, answerer] = [alias(users, 'opener'), alias(users, 'answerer')]
  const [found] = await db
    .select({ row: cases, person: users.name, opener: opener.name, answerer: answerer.name })
    .from(cases)
    .innerJoin(users, eq(users.id, cases.userId))
    .innerJoin(opener, eq(opener.id, cases.openedBy))
    .leftJoin(answerer, eq(answerer.id, cases.answeredBy))
    .where(eq(cases.id, caseId))
  if (!found) return null
  const notes = await db
    .select({ id: caseNotes.id, by: users.name, at: caseNotes.at, text: caseNotes.text })
    .from(caseNotes)
    .innerJoin(users, eq(users.id, caseNotes.by))
    .where(eq(caseNotes.caseId, caseId))
    .orderBy(asc(caseNotes.id))
  const { row, person, opener: openedBy, answerer: answeredBy } = found
  const masked = maskName(person)
  // Operators are named to each other.
  return {
    ...row,
    person: masked,
    opener: row.openedBy === row.userId ? masked : openedBy,
    answerer: answeredBy,
    notes,
  }
}

/** What a user has asked, the newest first. */
export async function listOwnCases({ db }: Reading, userId: string): Promise<CaseRow[]> {
  return db.select().from(cases).where(eq(cases.userId, userId)).orderBy(desc(cases.id)).limit(20)
}
