import { sql } from 'drizzle-orm'
import { boolean, check, date, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity'

/** 오류 정정 요구, 분쟁, 민원: each with its own time to answer in, `lib/cases/deadlines.ts`. */
export const CASE_KINDS = ['error', 'dispute', 'complaint'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

export const CASE_STATES = ['OPEN', 'ANSWERED', 'CLOSED'] as const
export type CaseState = (typeof CASE_STATES)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (words: readonly string[]) => sql.raw(words.map((word) => `'${word}'`).join(', '))

/** What somebody says went wrong, and what we answered. What was said never changes; it is answered once. */
export const cases = pgTable(
  'cases',
  {
    /** Time-ordered. */
    id: uuid().primaryKey(),
    kind: text({ enum: CASE_KINDS }).notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** Who wrote it down: the user, or an operator who was told. */
    openedBy: uuid('opened_by')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    openedAt: at('opened_at').notNull(),
    story: text().notNull(),
    /** Which transaction it is about, as whoever tells it named it: an order's, booking's or withdrawal's id, or words. */
    about: text(),
    /** The last KST day on which it may be answered. */
    dueOn: date('due_on').notNull(),
    state: text({ enum: CASE_STATES }).notNull().default('OPEN'),
    answer: text(),
    answeredBy: uuid('answered_by').references(() => users.id, { onDelete: 'restrict' }),
    answeredAt: at('answered_at'),
    /** A statement on paper was asked for (전자금융거래법 §7): within two weeks. */
    paper: boolean().notNull().default(false),
    paperSentAt: at('paper_sent_at'),
    closedAt: at('closed_at'),
  },
  (table) => [
    index('cases_user').on(table.userId, table.id),
    index('cases_open')
      .on(table.dueOn)
      .where(sql`${table.state} <> 'CLOSED'`),
    check('cases_kind', sql`${table.kind} in (${listed(CASE_KINDS)})`),
    check('cases_state', sql`${table.state} in (${listed(CASE_STATES)})`),
    check('cases_story', sql`length(${table.story}) between 1 and 2000`),
    check('cases_about', sql`length(${table.about}) between 1 and 100`),
    check('cases_answer', sql`length(${table.answer}) between 1 and 2000`),
    check(
      'cases_answered',
      sql`num_nonnulls(${table.answer}, ${table.answeredBy}, ${table.answeredAt}) = case when ${table.state} = 'OPEN' then 0 else 3 end`,
    ),
    check('cases_closed', sql`(${table.state} = 'CLOSED') = (${table.closedAt} is not null)`),
    check(
      'cases_paper',
      sql`(${table.paperSentAt} is null or ${table.paper}) and (${table.state} <> 'CLOSED' or not ${table.paper} or ${table.paperSentAt} is not null)`,
    ),
  ],
)

/** What operators write down about a case, for each other. Append-only. */
export const caseNotes = pgTable(
  'case_notes',
  {
    id: uuid().primaryKey(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => cases.id, { onDelete: 'restrict' }),
    by: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    at: at('at').notNull(),
    text: text().notNull(),
  },
  (table) => [
    index('case_notes_case').on(table.caseId, table.id),
    check('case_notes_text', sql`length(${table.text}) between 1 and 1000`),
  ],
)
