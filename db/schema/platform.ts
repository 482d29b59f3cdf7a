import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
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

export const SETTING_STATES = ['PROPOSED', 'APPROVED', 'REJECTED'] as const

/**
 * Settings by key, each version with its start: of those that two people agreed on, the newest that has started is in
 * force. Only a proposal can still be changed, and only into its end.
 */
export const settings = pgTable(
  'settings',
  {
    id: uuid().primaryKey(),
    key: text().notNull(),
    value: jsonb().notNull(),
    /** Null in a proposal that is to hold at once: it starts when it is approved. */
    startsAt: at('starts_at'),
    reason: text().notNull(),
    state: text({ enum: SETTING_STATES }).notNull(),
    /** Null for a job's word, such as the seed's, which needs nobody else. */
    proposedBy: uuid('proposed_by').references(() => users.id, { onDelete: 'restrict' }),
    proposedAt: at('proposed_at').notNull(),
    decidedBy: uuid('decided_by').references(() => users.id, { onDelete: 'restrict' }),
    decidedAt: at('decided_at'),
  },
  (table) => [
    uniqueIndex('settings_start_once')
      .on(table.key, table.startsAt)
      .where(sql`${table.state} = 'APPROVED'`),
    uniqueIndex('settings_one_proposal')
      .on(table.key)
      .where(sql`${table.state} = 'PROPOSED'`),
    check('settings_state', sql`${table.state} in ('PROPOSED', 'APPROVED', 'REJECTED')`),
    check(
      'settings_decided',
      sql`(${table.state} = 'PROPOSED') = (${table.decidedAt} is null)
        and (${table.decidedAt} is null or ${table.proposedBy} is null) = (${table.decidedBy} is null)`,
    ),
    check(
      'settings_two_people',
      sql`${table.state} <> 'APPROVED' or ${table.proposedBy} is distinct from ${table.decidedBy} or ${table.proposedBy} is null`,
    ),
    check(
      'settings_not_backdated',
      sql`${table.state} <> 'APPROVED' or (${table.startsAt} is not null
        and (${table.proposedBy} is null or ${table.startsAt} >= ${table.decidedAt}))`,
    ),
    check('settings_reason_length', sql`length(${table.reason}) between 1 and 200`),
  ],
)

export const SWITCHES = ['charge', 'pay', 'withdraw', 'auto_top_up'] as const

/** What operators stopped and let go on again, and why: the newest of a kind holds, and without one it is on. Append-only. */
export const switchFlips = pgTable(
  'switch_flips',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    switch: text({ enum: SWITCHES }).notNull(),
    on: boolean().notNull(),
    reason: text().notNull(),
    flippedBy: uuid('flipped_by')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    flippedAt: at('flipped_at').notNull(),
  },
  (table) => [
    index('switch_flips_newest').on(table.switch, table.id),
    check('switch_flips_switch', sql`${table.switch} in ('charge', 'pay', 'withdraw', 'auto_top_up')`),
    check('switch_flips_reason_length', sql`length(${table.reason}) between 1 and 200`),
  ],
)

/** How each periodic job last went: what readiness and operators look at. */
export const jobRuns = pgTable('job_runs', {
  job: text().primaryKey(),
  finishedAt: at('finished_at').notNull(),
  /** The last failure, by name only; null after a good run. */
  error: text(),
})
