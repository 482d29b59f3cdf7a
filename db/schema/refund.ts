import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  pgView,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { orders } from './charge'
import { users } from './identity'

export const REFUND_STATUSES = ['REFUNDING', 'DONE', 'FAILED', 'NEEDS_REVIEW'] as const

export type RefundStatus = (typeof REFUND_STATUSES)[number]

/** Why money goes back: a charge taken back within its seven days, or what was never spent of an older one. */
export const REFUND_RULES = ['withdrawal', 'unspent'] as const

export type RefundRule = (typeof REFUND_RULES)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })

/** Part of one charge on its way back to where it came from: one cancel at Toss, whatever it takes. */
export const chargeRefunds = pgTable(
  'charge_refunds',
  {
    /** Named in the cancel's reason at Toss, so that the cancel can be told from everybody else's. */
    id: uuid().primaryKey(),
    /** The refunds that were asked for in one go. */
    batchId: uuid('batch_id').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    orderId: text('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'restrict' }),
    amount: bigint({ mode: 'bigint' }).notNull(),
    status: text({ enum: REFUND_STATUSES }).notNull().default('REFUNDING'),
    /** The caller's Idempotency-Key. */
    requestKey: text('request_key').notNull(),
    rule: text({ enum: REFUND_RULES }).notNull(),
    /** Where the money of a virtual account goes, encrypted: `{bankCode, accountNumber, holderName}`. */
    accountSealed: text('account_sealed'),
    /** Which try at cancelling this is; 0 before the first. A new one begins only after an answer without an effect. */
    attempt: smallint().notNull().default(0),
    /** What Toss said could still be cancelled when the try began: sent along, so that two cannot both succeed. */
    refundable: bigint({ mode: 'bigint' }),
    /** Toss's key of the cancel. */
    transactionKey: text('transaction_key'),
    failureCode: text('failure_code'),
    requestedAt: at('requested_at').notNull(),
    endedAt: at('ended_at'),
    /** When the job may next ask Toss about it; a claim moves it forward. Null when nothing is open. */
    nextCheckAt: at('next_check_at'),
    /** How often the job has asked: sets the back-off. */
    checks: integer().notNull().default(0),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    unique('charge_refunds_request_once').on(table.orderId, table.requestKey),
    unique('charge_refunds_cancel_once').on(table.transactionKey),
    uniqueIndex('charge_refunds_one_open')
      .on(table.orderId)
      .where(sql`${table.status} in ('REFUNDING', 'NEEDS_REVIEW')`),
    index('charge_refunds_order').on(table.orderId, table.id),
    index('charge_refunds_user').on(table.userId, table.id),
    index('charge_refunds_batch').on(table.batchId),
    index('charge_refunds_due')
      .on(table.nextCheckAt)
      .where(sql`${table.nextCheckAt} is not null`),
    check('charge_refunds_amount_positive', sql`${table.amount} > 0`),
    check('charge_refunds_status', sql`${table.status} in ('REFUNDING', 'DONE', 'FAILED', 'NEEDS_REVIEW')`),
    check('charge_refunds_rule', sql`${table.rule} in ('withdrawal', 'unspent')`),
    check(
      'charge_refunds_ended',
      sql`(${table.status} in ('DONE', 'FAILED')) = (${table.endedAt} is not null)
        and (${table.endedAt} is null) = (${table.nextCheckAt} is not null)`,
    ),
    check(
      'charge_refunds_done_has_cancel',
      sql`(${table.status} = 'DONE') = (${table.transactionKey} is not null)`,
    ),
    check(
      'charge_refunds_failed_has_code',
      sql`(${table.status} = 'FAILED') = (${table.failureCode} is not null)`,
    ),
    check(
      'charge_refunds_attempt_knows_rest',
      sql`(${table.attempt} = 0) = (${table.refundable} is null) and ${table.refundable} >= ${table.amount}`,
    ),
  ],
)

/**
 * Whose charge the balance is: as it stands it is filled from the newest charge back, each at most with what has not
 * gone back of it or is on its way. What is left over came from nowhere that it could go back to.
 */
export const chargeLots = pgView('charge_lots', {
  userId: uuid('user_id').notNull(),
  orderId: text('order_id').notNull(),
  /** The place of the charge in the book: the greater, the newer. */
  seq: bigint({ mode: 'bigint' }).notNull(),
  /** What of the charge has not gone back. */
  held: bigint({ mode: 'bigint' }).notNull(),
  /** What of the balance is this charge's. */
  remaining: bigint({ mode: 'bigint' }).notNull(),
}).as(sql`
  with held as (
    select o.user_id, o.id as order_id, max(t.seq) filter (where t.type = 'charge') as seq, -sum(e.amount) as held
    from orders o join transactions t on t.order_id = o.id join entries e on e.transaction_id = t.id
    where t.type in ('charge', 'charge_reversal', 'charge_refund', 'charge_refund_paid', 'charge_refund_failed')
      and (t.type <> 'charge' or split_part(t.reference, '#', 1) = o.id)
      and e.account in ('pg_receivable', 'charge_refunds_in_transit')
    group by o.user_id, o.id
  ), filled as (
    select h.*, w.balance - coalesce(sum(h.held) over (partition by h.user_id order by h.seq desc
      rows between unbounded preceding and 1 preceding), 0) as rest
    from held h join wallets w on w.user_id = h.user_id and w.kind = 'balance'
  )
  select user_id, order_id, seq, held::bigint, greatest(0, least(held, rest))::bigint as remaining from filled`)
