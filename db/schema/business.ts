import { sql } from 'drizzle-orm'
import { check, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity'

/** What an owner is to the tax office: nobody's business, their own (개인사업자), or a company (법인사업자). */
export const BUSINESS_KINDS = ['none', 'sole', 'corporate'] as const

export type BusinessKind = (typeof BUSINESS_KINDS)[number]

/** What owners say of their business, for the tax office's files and receipts. Who is in here has said it. */
export const businesses = pgTable(
  'businesses',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'restrict' }),
    kind: text({ enum: BUSINESS_KINDS }).notNull(),
    /** 사업자등록번호, ten digits, sealed. Never a resident number: who has no business gives none. */
    numberSealed: text('number_sealed'),
    saidAt: timestamp('said_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    check('businesses_kind', sql`${table.kind} in ('none', 'sole', 'corporate')`),
    check('businesses_number', sql`(${table.kind} = 'none') = (${table.numberSealed} is null)`),
  ],
)
