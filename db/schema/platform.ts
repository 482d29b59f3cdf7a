import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity'

const at = (name: string) => timestamp(name, { withTimezone: true })

/** Answers to requests that carry an Idempotency-Key, so that a repeat gets the first one's. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    route: text().notNull(),
    key: text().notNull(),
    requestHash: text('request_hash').notNull(),
    /** Null while the first request runs. */
    status: integer(),
    /** The answer's JSON, to the letter; encrypted, since it may hold what is encrypted elsewhere. */
    bodySealed: text('body_sealed'),
    /** Until when the running request is believed alive; after it a repeat may take over. */
    leaseUntil: at('lease_until').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'idempotency_keys_pkey', columns: [table.userId, table.route, table.key] }),
    check('idempotency_keys_answer_whole', sql`(${table.status} is null) = (${table.bodySealed} is null)`),
  ],
)

/** Settings by key, each version with its start: the newest that has started is in force. */
export const settings = pgTable(
  'settings',
  {
    key: text().notNull(),
    startsAt: at('starts_at').notNull(),
    value: jsonb().notNull(),
    setBy: text('set_by').notNull(),
  },
  (table) => [primaryKey({ name: 'settings_pkey', columns: [table.key, table.startsAt] })],
)

/** How each periodic job last went: what readiness and operators look at. */
export const jobRuns = pgTable('job_runs', {
  job: text().primaryKey(),
  finishedAt: at('finished_at').notNull(),
  /** The last failure, by name only; null after a good run. */
  error: text(),
})
