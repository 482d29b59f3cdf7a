import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { adjustments } from './adjustment'
import { users } from './identity'

/** `INCOMPLETE`: Toss did not say all of it, so nothing was concluded. */
export const RUN_STATES = ['RUNNING', 'COMPLETE', 'INCOMPLETE'] as const

/** How our book and the bank's statement of the safeguarded account can differ. */
export const BANK_BREAK_CLASSES = [
  'BANK_DEPOSIT_UNKNOWN',
  'BANK_DEBIT_UNKNOWN',
  'BANK_DEPOSIT_MISSING',
  'BANK_DEBIT_MISSING',
  'BANK_AMOUNT_MISMATCH',
  'BANK_OPENING_MISMATCH',
] as const

/** How our book can differ from Toss's lists, or from the bank's. Each has one action that is suggested: `lib/reconcile/words.ts`. */
export const BREAK_CLASSES = [
  'MISSING_HERE',
  'MISSING_THERE',
  'AMOUNT_MISMATCH',
  'STATUS_MISMATCH',
  'CANCEL_MISMATCH',
  'DUPLICATE',
  'SETTLEMENT_MISMATCH',
  'FEE_MISMATCH',
  'STUCK',
  'PAYOUT_BALANCE_MISMATCH',
  ...BANK_BREAK_CLASSES,
] as const

/**
 * `repaired`: a run asked Toss about it again and did what it said. `agreed`: by then both sides were the same.
 * `explained`: a person said why it differs.
 */
export const BREAK_ENDS = ['repaired', 'agreed', 'explained'] as const

/** Why a person closed a break. `corrected`: two people posted an adjustment. */
export const BREAK_CAUSES = [
  'corrected',
  'timing',
  'toss_error',
  'bank_error',
  'our_error',
  'not_ours',
] as const

export type RunState = (typeof RUN_STATES)[number]
export type BankBreakClass = (typeof BANK_BREAK_CLASSES)[number]
export type BreakClass = (typeof BREAK_CLASSES)[number]
export type BreakCause = (typeof BREAK_CAUSES)[number]
export type BreakEnd = (typeof BREAK_ENDS)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const won = (name: string) => bigint(name, { mode: 'bigint' })
const listed = (words: readonly string[]) => sql.raw(words.map((word) => `'${word}'`).join(', '))

/** Each time our book was held against Toss's lists. What is asked of Toss only reads, so this row is its intent. */
export const reconciliationRuns = pgTable(
  'reconciliation_runs',
  {
    /** Time-ordered. */
    id: uuid().primaryKey(),
    state: text({ enum: RUN_STATES }).notNull(),
    /** What happened from here on, and before `to`, must be on both sides. */
    from: at('from_at').notNull(),
    to: at('to_at').notNull(),
    /** Approvals and cancels in that time on either side, and what they add up to in won. */
    ours: integer(),
    oursSum: won('ours_sum'),
    theirs: integer(),
    theirsSum: won('theirs_sum'),
    /** Differences that asking Toss again resolved. */
    repaired: integer(),
    /** Settlements that were new, posted to the book. */
    settled: integer(),
    /** Breaks that were open when it ended. */
    breaks: integer(),
    /** Why it is incomplete. */
    reason: text(),
    startedAt: at('started_at').notNull(),
    finishedAt: at('finished_at'),
  },
  (table) => [
    uniqueIndex('reconciliation_runs_one_running')
      .on(table.state)
      .where(sql`${table.state} = 'RUNNING'`),
    index('reconciliation_runs_started').on(table.startedAt),
    check('reconciliation_runs_state', sql`${table.state} in (${listed(RUN_STATES)})`),
    check('reconciliation_runs_window', sql`${table.from} < ${table.to}`),
    check(
      'reconciliation_runs_finished',
      sql`(${table.state} = 'RUNNING') = (${table.finishedAt} is null)
        and (${table.state} = 'INCOMPLETE') = (${table.reason} is not null)`,
    ),
    check(
      'reconciliation_runs_result',
      sql`(${table.state} = 'COMPLETE') = (num_nonnulls(${table.ours}, ${table.oursSum}, ${table.theirs}, ${table.theirsSum}, ${table.repaired}, ${table.settled}, ${table.breaks}) = 7)`,
    ),
  ],
)

/** A difference between our book and Toss's lists, or the bank's statement, from the run that found it to the one that no longer does. */
export const reconciliationBreaks = pgTable(
  'reconciliation_breaks',
  {
    id: uuid().primaryKey(),
    class: text({ enum: BREAK_CLASSES }).notNull(),
    /** What differs: Toss's key of the approval or cancel, else what it is called in our book. */
    subject: text().notNull(),
    /** Toss's orderId. It need not be one of ours: no foreign key. */
    orderId: text('order_id'),
    paymentKeyFingerprint: text('payment_key_fingerprint'),
    /** Won on either side; null where that side has nothing. */
    ours: won('ours'),
    theirs: won('theirs'),
    /** Of a settlement: which figure is not what it should be. */
    field: text(),
    /** When what differs happened. */
    occurredAt: at('occurred_at').notNull(),
    foundBy: uuid('found_by')
      .notNull()
      .references(() => reconciliationRuns.id, { onDelete: 'restrict' }),
    foundAt: at('found_at').notNull(),
    /** When the last run began that saw it. */
    lastSeenAt: at('last_seen_at').notNull(),
    closedAt: at('closed_at'),
    closedHow: text('closed_how', { enum: BREAK_ENDS }),
    /** The operator who looks after it. */
    assignedTo: uuid('assigned_to').references(() => users.id, { onDelete: 'restrict' }),
    /** Of an explained one: why it differs, in a word and in a sentence, and who says so. */
    cause: text({ enum: BREAK_CAUSES }),
    reason: text(),
    closedBy: uuid('closed_by').references(() => users.id, { onDelete: 'restrict' }),
    /** What corrected it. */
    adjustmentId: uuid('adjustment_id').references(() => adjustments.id, { onDelete: 'restrict' }),
  },
  (table) => [
    uniqueIndex('reconciliation_breaks_once')
      .on(table.subject)
      .where(sql`${table.closedAt} is null`),
    index('reconciliation_breaks_order').on(table.orderId),
    check('reconciliation_breaks_class', sql`${table.class} in (${listed(BREAK_CLASSES)})`),
    check('reconciliation_breaks_end', sql`${table.closedHow} in (${listed(BREAK_ENDS)})`),
    check('reconciliation_breaks_closed', sql`(${table.closedAt} is null) = (${table.closedHow} is null)`),
    check(
      'reconciliation_breaks_explained',
      sql`num_nonnulls(${table.cause}, ${table.reason}, ${table.closedBy}) = case when ${table.closedHow} = 'explained' then 3 else 0 end`,
    ),
    check('reconciliation_breaks_cause', sql`${table.cause} in (${listed(BREAK_CAUSES)})`),
    check('reconciliation_breaks_reason', sql`length(${table.reason}) between 1 and 200`),
    check(
      'reconciliation_breaks_corrected',
      sql`(${table.cause} is not distinct from 'corrected') = (${table.adjustmentId} is not null)`,
    ),
    check(
      'reconciliation_breaks_settlement_has_field',
      sql`(${table.class} = 'SETTLEMENT_MISMATCH') = (${table.field} is not null)`,
    ),
  ],
)

/** What operators write down about a break. Append-only. */
export const breakNotes = pgTable(
  'break_notes',
  {
    id: uuid().primaryKey(),
    breakId: uuid('break_id')
      .notNull()
      .references(() => reconciliationBreaks.id, { onDelete: 'restrict' }),
    by: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    at: at('at').notNull(),
    text: text().notNull(),
  },
  (table) => [
    index('break_notes_break').on(table.breakId, table.id),
    check('break_notes_text', sql`length(${table.text}) between 1 and 1000`),
  ],
)
