import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { autoTopUps, TOPUP_TRIGGERS } from './auto-topup'
import { users } from './identity'
import { withdrawals } from './withdrawal'

export const ORDER_STATUSES = [
  'READY',
  'CONFIRMING',
  'WAITING_FOR_DEPOSIT',
  'DONE',
  'FAILED',
  'EXPIRED',
  'CANCELED',
  'NEEDS_REVIEW',
] as const

export type OrderStatus = (typeof ORDER_STATUSES)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (codes: readonly string[]) => sql.raw(codes.map((code) => `'${code}'`).join(', '))

/** One attempt to charge. Its id is Toss's orderId; its amount is the only one that is ever confirmed. */
export const orders = pgTable(
  'orders',
  {
    id: text().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    amount: bigint({ mode: 'bigint' }).notNull(),
    /** What of it has gone back to where it came from, or is on its way. */
    refunded: bigint({ mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    status: text({ enum: ORDER_STATUSES }).notNull().default('READY'),
    /** The caller's Idempotency-Key: one order per key, whatever crashes in between. */
    requestKey: text('request_key'),
    /** A run of the automatic top-up: nobody comes back from a window, the registered card is charged instead. */
    autoTopUpId: uuid('auto_topup_id').references(() => autoTopUps.id, { onDelete: 'restrict' }),
    topUpTrigger: text('topup_trigger', { enum: TOPUP_TRIGGERS }),
    /** Toss's paymentKey, encrypted, and its fingerprint for look-ups and uniqueness. */
    paymentKeySealed: text('payment_key_sealed'),
    paymentKeyFingerprint: text('payment_key_fingerprint'),
    /** Which try at confirming this is. A new one begins only after an answer without an effect. */
    attempt: smallint().notNull().default(0),
    /** In the SDK's codes: CARD, TRANSFER, EASY_PAY … */
    method: text(),
    /** Toss's receipt. Its address holds the paymentKey, so it is encrypted as well. */
    receiptUrlSealed: text('receipt_url_sealed'),
    /** A virtual account, once Toss has issued one: the bank's code at Toss, and whom the payer pays to. */
    bankCode: text('bank_code'),
    accountNumberSealed: text('account_number_sealed'),
    accountHolder: text('account_holder'),
    /** Until when the bank takes the deposit. */
    dueAt: at('due_at'),
    /** What Toss's messages about the payment must carry. */
    secretSealed: text('secret_sealed'),
    /** A cash receipt, where the payer asked Toss for one: what for, in Toss's words. */
    cashReceiptType: text('cash_receipt_type'),
    cashReceiptUrlSealed: text('cash_receipt_url_sealed'),
    /** How often a bank took a deposit back that was credited: numbers the reversals. */
    depositsUndone: smallint('deposits_undone').notNull().default(0),
    /** Won that others than we took back from the payment that is credited: Toss's dashboard, a card company. */
    takenBack: bigint('taken_back', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    failureCode: text('failure_code'),
    createdAt: at('created_at').notNull(),
    /** When an unpaid order lapses: Toss's 30 minutes in the window, 10 to confirm, and a margin. */
    expiresAt: at('expires_at').notNull(),
    confirmingAt: at('confirming_at'),
    approvedAt: at('approved_at'),
    /** When the job may next ask Toss about it; a claim moves it forward. Null when nothing is open. */
    nextCheckAt: at('next_check_at'),
    /** When a message of Toss's last made us ask about it: more of them within seconds ask nothing more. */
    hintedAt: at('hinted_at'),
    /** How often the job has asked in this state: sets the back-off. */
    checks: integer().notNull().default(0),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    unique('orders_request_key_once').on(table.userId, table.requestKey),
    uniqueIndex('orders_payment_key_once')
      .on(table.paymentKeyFingerprint)
      .where(sql`${table.status} in ('DONE', 'WAITING_FOR_DEPOSIT', 'CANCELED')`),
    uniqueIndex('orders_one_run')
      .on(table.userId)
      .where(sql`${table.autoTopUpId} is not null and ${table.status} in ('READY', 'CONFIRMING')`),
    // The rest of what a paymentKey may be looked up by: payments that did not come about.
    index('orders_payment_key_tried')
      .on(table.paymentKeyFingerprint)
      .where(
        sql`${table.paymentKeyFingerprint} is not null and ${table.status} not in ('DONE', 'WAITING_FOR_DEPOSIT', 'CANCELED')`,
      ),
    index('orders_created').using('brin', table.createdAt),
    index('orders_user').on(table.userId, table.createdAt),
    index('orders_user_updated').on(table.userId, table.updatedAt),
    index('orders_due')
      .on(table.nextCheckAt)
      .where(sql`${table.nextCheckAt} is not null`),
    check('orders_id_shape', sql`${table.id} ~ '^[A-Za-z0-9_-]{22,64}$'`),
    check('orders_amount_positive', sql`${table.amount} > 0`),
    check('orders_refunded_within_amount', sql`${table.refunded} between 0 and ${table.amount}`),
    check(
      'orders_status',
      sql`${table.status} in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT', 'DONE', 'FAILED', 'EXPIRED', 'CANCELED', 'NEEDS_REVIEW')`,
    ),
    check(
      'orders_confirming_has_key',
      sql`${table.status} not in ('CONFIRMING', 'DONE', 'WAITING_FOR_DEPOSIT') or ${table.paymentKeyFingerprint} is not null
        or (${table.status} = 'CONFIRMING' and ${table.autoTopUpId} is not null)`,
    ),
    check(
      'orders_run_has_trigger',
      sql`(${table.autoTopUpId} is null) = (${table.topUpTrigger} is null) and ${table.topUpTrigger} in ('shortage', 'threshold')`,
    ),
    check(
      'orders_account_whole',
      sql`(${table.bankCode} is null) = (${table.accountNumberSealed} is null) and (${table.bankCode} is null) = (${table.dueAt} is null)`,
    ),
    check(
      'orders_taken_back_range',
      sql`${table.takenBack} between 0 and ${table.amount} and ${table.depositsUndone} >= 0`,
    ),
    check('orders_done_is_approved', sql`${table.status} <> 'DONE' or ${table.approvedAt} is not null`),
  ],
)

export const TOSS_OPERATIONS = [
  'confirm',
  'charge',
  'cancel',
  'query',
  'issue',
  'remove',
  'pay_out',
  'find_payout',
  'cancel_payout',
  'register_seller',
  'update_seller',
  'find_seller',
] as const

/** Every request to Toss: the row is committed before the first byte leaves, the answer is kept with it. */
export const tossCalls = pgTable(
  'toss_calls',
  {
    id: uuid().primaryKey(),
    orderId: text('order_id').references(() => orders.id, { onDelete: 'restrict' }),
    /** The automatic top-up whose card is registered or removed: such calls are about no order. */
    autoTopUpId: uuid('auto_topup_id').references(() => autoTopUps.id, { onDelete: 'restrict' }),
    /** The withdrawal that is paid out. */
    withdrawalId: uuid('withdrawal_id').references(() => withdrawals.id, { onDelete: 'restrict' }),
    /** Whom Toss pays: ours of a seller, also one that another has taken the place of. */
    refSellerId: text('ref_seller_id'),
    operation: text({ enum: TOSS_OPERATIONS }).notNull(),
    /** Only for operations that change something at Toss. */
    idempotencyKey: text('idempotency_key'),
    requestHash: text('request_hash').notNull(),
    requestId: text('request_id').notNull(),
    startedAt: at('started_at').notNull(),
    /** Null while no whole answer has come: the outcome is unknown. */
    answeredAt: at('answered_at'),
    httpStatus: integer('http_status'),
    /** Toss's error code, or how the transport failed. */
    code: text(),
    /** The answer without keys, secrets and card numbers. */
    answer: jsonb(),
  },
  (table) => [
    index('toss_calls_order').on(table.orderId, table.startedAt),
    index('toss_calls_auto_topup')
      .on(table.autoTopUpId)
      .where(sql`${table.autoTopUpId} is not null`),
    index('toss_calls_withdrawal')
      .on(table.withdrawalId)
      .where(sql`${table.withdrawalId} is not null`),
    index('toss_calls_seller')
      .on(table.refSellerId)
      .where(sql`${table.refSellerId} is not null`),
    check('toss_calls_operation', sql`${table.operation} in (${listed(TOSS_OPERATIONS)})`),
    check(
      'toss_calls_subject',
      sql`num_nonnulls(${table.orderId}, ${table.autoTopUpId}, ${table.withdrawalId}, ${table.refSellerId}) = 1
        and (${table.operation} in ('issue', 'remove')) = (${table.autoTopUpId} is not null)
        and (${table.operation} in ('pay_out', 'find_payout', 'cancel_payout')) = (${table.withdrawalId} is not null)
        and (${table.operation} in ('register_seller', 'update_seller', 'find_seller')) = (${table.refSellerId} is not null)`,
    ),
    check(
      'toss_calls_action_has_key',
      sql`(${table.operation} not in ('query', 'remove', 'find_payout', 'find_seller')) = (${table.idempotencyKey} is not null)`,
    ),
    check('toss_calls_answer_after_start', sql`${table.answeredAt} >= ${table.startedAt}`),
    check('toss_calls_answered_whole', sql`(${table.answeredAt} is null) = (${table.httpStatus} is null)`),
  ],
)
