import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity'

/** What people do outside the program before money is real, and say so. */
export const EVIDENCE_BY_PEOPLE = ['charge_flow', 'settlement_account', 'small_payment'] as const

/** What programs have done, and write down themselves. */
export const EVIDENCE_BY_PROGRAMS = ['backup', 'restore_drill', 'charge_flow'] as const

export const EVIDENCE_KINDS = ['backup', 'restore_drill', ...EVIDENCE_BY_PEOPLE] as const

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (kinds: readonly string[]) => sql.raw(kinds.map((kind) => `'${kind}'`).join(', '))

/** What no look at the database can show and the checklist before going live asks for. Append-only. */
export const evidence = pgTable(
  'evidence',
  {
    /** Time-ordered. */
    id: uuid().primaryKey(),
    kind: text({ enum: EVIDENCE_KINDS }).notNull(),
    /** When it was done. */
    doneAt: at('done_at').notNull(),
    recordedAt: at('recorded_at').notNull(),
    /** The operator who says so; null where a program does. */
    recordedBy: uuid('recorded_by').references(() => users.id, { onDelete: 'restrict' }),
    /** Which backup, which payment, which account: never a key or a whole account number. */
    note: text().notNull(),
  },
  (table) => [
    index('evidence_kind').on(table.kind, table.doneAt),
    check(
      'evidence_kind_by_whom',
      sql`case when ${table.recordedBy} is null then ${table.kind} in (${listed(EVIDENCE_BY_PROGRAMS)})
        else ${table.kind} in (${listed(EVIDENCE_BY_PEOPLE)}) end`,
    ),
    check('evidence_note_length', sql`length(${table.note}) between 1 and 300`),
    check('evidence_done_before', sql`${table.doneAt} <= ${table.recordedAt}`),
  ],
)
