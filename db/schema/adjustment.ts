import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity'
import { transactions, type Account } from './ledger'

/** What operators move by hand. */
export const ADJUSTMENT_TYPES = ['adjustment', 'bank_transfer', 'write_off'] as const
export type AdjustmentType = (typeof ADJUSTMENT_TYPES)[number]

export const ADJUSTMENT_STATUSES = ['PENDING', 'POSTED', 'REJECTED'] as const

/** A side of it as it is kept: won in digits, credit positive; `user`: whose wallet it is on. */
export type AdjustmentLeg = { account: Account; amount: string; user?: string }

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (codes: readonly string[]) => sql.raw(codes.map((code) => `'${code}'`).join(', '))

/**
 * Money that one operator wants moved and another agrees to. What was asked never changes; it is decided once, by
 * somebody else, and nobody has a hand in what touches their own money.
 */
export const adjustments = pgTable(
  'adjustments',
  {
    id: uuid().primaryKey(),
    type: text({ enum: ADJUSTMENT_TYPES }).notNull(),
    legs: jsonb().$type<AdjustmentLeg[]>().notNull(),
    /** The ledger's request hash of it, in hex: what the one who agrees puts their name to. */
    hash: text().notNull(),
    /** The adjustment's transaction that this one takes back. */
    reverses: uuid().references(() => transactions.id, { onDelete: 'restrict' }),
    /** Why; whoever's wallet it is on reads it too. */
    reason: text().notNull(),
    status: text({ enum: ADJUSTMENT_STATUSES }).notNull().default('PENDING'),
    madeBy: uuid('made_by')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    madeAt: at('made_at').notNull(),
    /** The second person. */
    decidedBy: uuid('decided_by').references(() => users.id, { onDelete: 'restrict' }),
    decidedAt: at('decided_at'),
    /** Why it was refused. */
    rejection: text(),
  },
  (table) => [
    unique('adjustments_hash_once').on(table.hash),
    uniqueIndex('adjustments_reverses_once')
      .on(table.reverses)
      .where(sql`${table.status} <> 'REJECTED'`),
    index('adjustments_made').on(table.madeAt),
    check('adjustments_type', sql`${table.type} in (${listed(ADJUSTMENT_TYPES)})`),
    check('adjustments_status', sql`${table.status} in (${listed(ADJUSTMENT_STATUSES)})`),
    check('adjustments_hash', sql`${table.hash} ~ '^[0-9a-f]{64}$'`),
    check('adjustments_reason', sql`length(${table.reason}) between 1 and 200`),
    check('adjustments_two_people', sql`${table.decidedBy} <> ${table.madeBy}`),
    check(
      'adjustments_not_own',
      sql`not ${table.legs} @> jsonb_build_array(jsonb_build_object('user', ${table.madeBy}))
        and not ${table.legs} @> jsonb_build_array(jsonb_build_object('user', coalesce(${table.decidedBy}, ${table.madeBy})))`,
    ),
    check(
      'adjustments_decided',
      sql`(${table.status} = 'PENDING') = (${table.decidedBy} is null) and (${table.decidedBy} is null) = (${table.decidedAt} is null)`,
    ),
    check('adjustments_rejected', sql`(${table.status} = 'REJECTED') = (${table.rejection} is not null)`),
  ],
)
