import { sql } from 'drizzle-orm'
import { boolean, check, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity'

/** What the law has the company file for each month or quarter, named as its report is. */
export const FILING_KINDS = ['vat', 'fees', 'broker', 'withholding'] as const

export type FilingKind = (typeof FILING_KINDS)[number]

/** What operators say of what was filed with the tax office; the last word on a period counts. Append-only. */
export const filings = pgTable(
  'filings',
  {
    /** Time-ordered. */
    id: uuid().primaryKey(),
    kind: text({ enum: FILING_KINDS }).notNull(),
    /** A KST month (`2026-11`) or quarter (`2026-Q4`). */
    period: text().notNull(),
    /** False takes back what was said before. */
    filed: boolean().notNull(),
    /** The number of its receipt, or why it is taken back. */
    note: text().notNull(),
    by: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index('filings_period').on(table.kind, table.period, table.id),
    check(
      'filings_period_of_kind',
      sql`${table.period} ~ case when ${table.kind} in ('vat', 'broker') then '^20[0-9]{2}-Q[1-4]$'
        when ${table.kind} in ('fees', 'withholding') then '^20[0-9]{2}-(0[1-9]|1[0-2])$' end`,
    ),
    check('filings_kind', sql`${table.kind} in ('vat', 'fees', 'broker', 'withholding')`),
    check('filings_note', sql`length(${table.note}) between 1 and 200`),
  ],
)
