import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from './identity'

export const AUTO_TOPUP_STATES = ['READY', 'ISSUING', 'ON', 'PAUSED', 'OFF'] as const

export type AutoTopUpState = (typeof AUTO_TOPUP_STATES)[number]

/** Why it rests: refusals in a row, a billing key that Toss does not know any more, a run of unknown outcome. */
export const PAUSE_REASONS = ['failures', 'key', 'review'] as const

export type PauseReason = (typeof PAUSE_REASONS)[number]

/** What made a run begin. */
export const TOPUP_TRIGGERS = ['shortage', 'threshold'] as const

export type TopUpTrigger = (typeof TOPUP_TRIGGERS)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const won = (name: string) => bigint(name, { mode: 'bigint' })
const listed = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

/**
 * One consent to be charged without being asked again: its figures never change, so that what was agreed to stays
 * readable. Whoever wants others turns it off and agrees anew. The runs are orders.
 */
export const autoTopUps = pgTable(
  'auto_topups',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    state: text({ enum: AUTO_TOPUP_STATES }).notNull().default('READY'),
    /** What one run charges; a shortage that is greater charges as much as is missing. */
    amount: won('amount').notNull(),
    /** When a payment is short, with one tap in the pay sheet. */
    onShortage: boolean('on_shortage').notNull(),
    /** When the balance is below this, by itself. */
    threshold: won('threshold'),
    /** The most that runs may charge in one KST month. */
    monthlyCap: won('monthly_cap').notNull(),
    /** The text that was agreed to: its version, and the SHA-256 of what was shown. */
    consentVersion: text('consent_version').notNull(),
    consentHash: text('consent_hash').notNull(),
    consentedAt: at('consented_at').notNull(),
    /** Toss's one-time authKey, while the billing key is asked for; encrypted. */
    authKeySealed: text('auth_key_sealed'),
    /** Toss's billing key, encrypted, until it is deleted there. */
    billingKeySealed: text('billing_key_sealed'),
    /** Toss's two characters for the card company, and the end of the masked number. */
    cardIssuer: text('card_issuer'),
    cardTail: text('card_tail'),
    /** Runs in a row that took nothing. */
    failures: smallint().notNull().default(0),
    pauseReason: text('pause_reason', { enum: PAUSE_REASONS }),
    /** Toss's code of the last refusal, of a run or of the registration. */
    failureCode: text('failure_code'),
    /** Before this the balance is not topped up by itself. */
    nextRunAt: at('next_run_at'),
    /** When the job may next ask Toss for the key, or to delete it. Null when nothing is open. */
    nextCheckAt: at('next_check_at'),
    checks: integer().notNull().default(0),
    turnedOnAt: at('turned_on_at'),
    offAt: at('off_at'),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('auto_topups_one_open')
      .on(table.userId)
      .where(sql`${table.state} <> 'OFF'`),
    index('auto_topups_user').on(table.userId, table.id),
    index('auto_topups_due')
      .on(table.nextCheckAt)
      .where(sql`${table.nextCheckAt} is not null`),
    index('auto_topups_threshold')
      .on(table.userId)
      .where(sql`${table.state} = 'ON' and ${table.threshold} is not null`),
    check('auto_topups_state', sql`${table.state} in (${listed(AUTO_TOPUP_STATES)})`),
    check('auto_topups_pause_reason', sql`${table.pauseReason} in (${listed(PAUSE_REASONS)})`),
    check('auto_topups_has_trigger', sql`${table.onShortage} or ${table.threshold} is not null`),
    check(
      'auto_topups_figures',
      sql`${table.amount} > 0 and ${table.monthlyCap} >= ${table.amount} and ${table.threshold} > 0 and ${table.failures} >= 0`,
    ),
    check(
      'auto_topups_on_has_key',
      sql`${table.state} not in ('ON', 'PAUSED') or (${table.billingKeySealed} is not null and ${table.cardIssuer} is not null and ${table.cardTail} is not null)`,
    ),
    check(
      'auto_topups_issuing_is_due',
      sql`${table.state} <> 'ISSUING' or (${table.authKeySealed} is not null and ${table.nextCheckAt} is not null)`,
    ),
    check('auto_topups_paused_why', sql`(${table.state} = 'PAUSED') = (${table.pauseReason} is not null)`),
    check('auto_topups_off_at', sql`(${table.state} = 'OFF') = (${table.offAt} is not null)`),
    check(
      'auto_topups_off_deletes_key',
      sql`${table.state} <> 'OFF' or ${table.billingKeySealed} is null or ${table.nextCheckAt} is not null`,
    ),
  ],
)
