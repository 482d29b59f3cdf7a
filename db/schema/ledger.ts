import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
  type PgTableExtraConfigValue,
} from 'drizzle-orm/pg-core'
import { bytea } from './bytea'
import { users } from './identity'
import { orders } from './charge'

/** The kinds of wallet every user has: the accounts that belong to somebody. */
export const WALLET_KINDS = ['balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt'] as const

/** The wallets that hold what a user owes us: at most 0, where the others are at least 0. */
export const DEBT_KINDS = ['charge_debt', 'earnings_debt'] as const

/** The platform's accounts. They have entries but no row with a balance, so strangers never wait for one lock. */
export const PLATFORM_ACCOUNTS = [
  'fee_revenue',
  'vat_payable',
  'withholding_payable',
  'pg_receivable',
  'pg_payout_balance',
  'safeguarded_bank',
  'operating_bank',
  'withdrawals_in_transit',
  'charge_refunds_in_transit',
  'pg_fees',
  'input_vat',
  'write_offs',
  'suspense',
] as const

/** What moves money today. A new type is added here, in `lib/ledger/movements.ts` and in a migration. */
export const TRANSACTION_TYPES = [
  'charge',
  'charge_reversal',
  'suspense_in',
  'payment',
  'release',
  'refund',
  'charge_refund',
  'charge_refund_paid',
  'charge_refund_failed',
  'settlement',
  'withdraw',
  'withdraw_paid',
  'withdraw_failed',
  'withdraw_returned',
  'adjustment',
  'bank_transfer',
  'write_off',
] as const

/** How much of the book a verification run looks at. */
export const VERIFICATION_SCOPES = ['recent', 'full'] as const

export type WalletKind = (typeof WALLET_KINDS)[number]
export type DebtKind = (typeof DEBT_KINDS)[number]
export type PlatformAccount = (typeof PLATFORM_ACCOUNTS)[number]
export type Account = WalletKind | PlatformAccount
export type TransactionType = (typeof TRANSACTION_TYPES)[number]

const listed = (codes: readonly string[]) => sql.raw(codes.map((code) => `'${code}'`).join(', '))

/*
 * Rules of one column are domains. Postgres reads the text of a table's checks anew for every statement, and a
 * domain's once per session: as checks these were a tenth of a posting.
 */
const walletKind = customType<{ data: WalletKind }>({ dataType: () => 'wallet_kind' })
const account = customType<{ data: Account }>({ dataType: () => 'account' })
const transactionType = customType<{ data: TransactionType }>({ dataType: () => 'transaction_type' })
/** 1 to 200 characters. */
const shortText = customType<{ data: string }>({ dataType: () => 'short_text' })
/** Won, whole, up to what JSON can carry either way: 2^53 − 1. */
const won = customType<{ data: bigint; driverData: string }>({ dataType: () => 'won', fromDriver: BigInt })
/** How many entries a wallet has; never below zero. */
const walletVersion = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'wallet_version',
  fromDriver: BigInt,
})
/** Won of one entry: never zero, at most 1,000,000,000,000 either way. */
const entryAmount = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'entry_amount',
  fromDriver: BigInt,
})

/** One row per user and kind, made with the user. Only `ledger_post` changes it. */
export const wallets = pgTable(
  'wallets',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    kind: walletKind().notNull(),
    /** Won. Equals the sum of the wallet's entries; debts are negative. */
    balance: won('balance')
      .notNull()
      .default(sql`0`),
    /** How many entries the wallet has: the next entry is version + 1. */
    version: walletVersion('version')
      .notNull()
      .default(sql`0`),
    /** The last link of the wallet's hash chain; null before the first entry. */
    headHash: bytea('head_hash'),
  },
  (table) => [
    unique('wallets_one_per_kind').on(table.userId, table.kind),
    unique('wallets_id_kind').on(table.id, table.kind),
    // Debts end in _debt: shorter to read than a list. One check, since each costs a posting a fortieth.
    check(
      'wallets_balance_floor',
      sql`case when right(${table.kind}, 5) = '_debt' then ${table.balance} <= 0 else ${table.balance} >= 0 end`,
    ),
  ],
)

/** One business event. Append-only: a mistake is corrected by another transaction, never by an edit. */
export const transactions = pgTable(
  'transactions',
  {
    id: uuid().primaryKey(),
    type: transactionType().notNull(),
    /** The natural key: which order, booking or withdrawal this is, once per type. */
    reference: shortText().notNull(),
    /** SHA-256 of type, reference and the legs as asked for: tells a replay from another request. */
    requestHash: bytea('request_hash').notNull(),
    /** The transaction that this one takes back. */
    reverses: uuid(),
    /** Who caused it: `user:<id>`, `operator:<id>` or `job:<name>`. */
    actor: shortText().notNull(),
    requestId: shortText('request_id').notNull(),
    orderId: text('order_id').references(() => orders.id, { onDelete: 'restrict' }),
    /** When it happened in the world, such as Toss's approval. */
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    /** When it was posted. */
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
    /** The KST day of posting; never a day that is closed. */
    businessDate: date('business_date').notNull(),
    /** The order of posting: what a roll-up or a verification run has seen is everything up to one of these. */
    seq: bigint({ mode: 'bigint' }).notNull().generatedAlwaysAsIdentity(),
    /** Always 1: refers to the transaction's first entry, so that none is without. */
    firstLine: smallint('first_line').notNull().default(1),
  },
  (table): PgTableExtraConfigValue[] => [
    unique('transactions_once').on(table.type, table.reference),
    unique('transactions_seq').on(table.seq),
    // Both are written by one statement, so neither has to wait for COMMIT.
    foreignKey({
      name: 'transactions_have_entries',
      columns: [table.id, table.firstLine],
      foreignColumns: [entries.transactionId, entries.line],
    }).onDelete('restrict'),
    foreignKey({
      name: 'transactions_reverses',
      columns: [table.reverses],
      foreignColumns: [table.id],
    }).onDelete('restrict'),
    index('transactions_order')
      .on(table.orderId)
      .where(sql`${table.orderId} is not null`),
    // What reconciliation asks by; payments for bookings, the most of all, are not in it.
    index('transactions_order_occurred')
      .on(table.occurredAt)
      .where(sql`${table.orderId} is not null`),
    // What may have moved the bank's account, to be taken up by its statement; payments and charges are not in it.
    index('transactions_at_bank')
      .on(table.seq)
      .where(
        sql`${table.type} in ('settlement', 'withdraw_paid', 'withdraw_returned', 'adjustment', 'bank_transfer', 'write_off')`,
      ),
  ],
)

/**
 * Signed won on one account. Credit is positive: what we owe people reads positive. Append-only. What a transaction's
 * entries must be together, and each of them across its columns, the trigger `entries_whole` checks.
 */
export const entries = pgTable(
  'entries',
  {
    /** `firstOf` refers to it for all the entries of a transaction, which come in one statement. */
    transactionId: uuid('transaction_id').notNull(),
    line: smallint().notNull(),
    firstOf: uuid('first_of')
      .generatedAlwaysAs(sql`case when line = 1 then transaction_id end`)
      .references((): AnyPgColumn => transactions.id, { onDelete: 'restrict' }),
    account: account().notNull(),
    /** Set exactly when the account is a user's. */
    walletId: bigint('wallet_id', { mode: 'bigint' }),
    amount: entryAmount().notNull(),
    /** The wallet's version with this entry: 1, 2, 3 … without a gap. */
    walletVersion: bigint('wallet_version', { mode: 'bigint' }),
    balanceAfter: won('balance_after'),
    /** SHA-256 of the wallet's previous link and the digest of the whole transaction. */
    hash: bytea('hash'),
  },
  (table): PgTableExtraConfigValue[] => [
    primaryKey({ name: 'entries_pkey', columns: [table.transactionId, table.line] }),
    uniqueIndex('entries_wallet_version')
      .on(table.walletId, table.walletVersion)
      .where(sql`${table.walletId} is not null`),
    foreignKey({
      name: 'entries_account_is_wallets_kind',
      columns: [table.walletId, table.account],
      foreignColumns: [wallets.id, wallets.kind],
    }).onDelete('restrict'),
    check('entries_amount_not_zero', sql`${table.amount} <> 0`),
    check('entries_amount_range', sql`abs(${table.amount}) <= 1000000000000`),
  ],
)

/**
 * The chain of the transactions that touch no wallet, as the wallets' entries chain the others: one row per such
 * transaction, in the order of posting. Append-only.
 */
export const platformLinks = pgTable('platform_links', {
  /** 1, 2, 3 … without a gap. */
  position: bigint({ mode: 'bigint' }).primaryKey(),
  transactionId: uuid('transaction_id')
    .notNull()
    .unique('platform_links_transaction_once')
    .references(() => transactions.id, { onDelete: 'restrict' }),
  /** SHA-256 of the previous link and the digest of the whole transaction. */
  hash: bytea('hash').notNull(),
})

/** The KST days that are closed: nothing is posted to them or to any day before them. Append-only. */
export const closedDays = pgTable('closed_days', {
  businessDate: date('business_date').primaryKey(),
  closedAt: timestamp('closed_at', { withTimezone: true }).notNull(),
  /** The last transaction before the close. */
  through: bigint({ mode: 'bigint' }).notNull(),
})

/** What each account moved on each day, and what it held after it: totals without reading every entry. */
export const accountDays = pgTable(
  'account_days',
  {
    businessDate: date('business_date').notNull(),
    account: account().notNull(),
    /** Won, credit positive: the sum of the day's entries. */
    amount: won('amount').notNull(),
    entries: bigint({ mode: 'bigint' }).notNull(),
    /** Won, credit positive: the sum of all entries up to and with this day. */
    balance: won('balance').notNull(),
  },
  (table) => [primaryKey({ name: 'account_days_pkey', columns: [table.account, table.businessDate] })],
)

/** One row: up to which transaction `account_days` counts. */
export const rollUp = pgTable(
  'roll_up',
  {
    id: smallint().primaryKey().default(1),
    through: bigint({ mode: 'bigint' }).notNull(),
  },
  (table) => [check('roll_up_one_row', sql`${table.id} = 1`)],
)

/** Each run of the invariants by the job. Begun and not finished: it runs, or its process died. */
export const verificationRuns = pgTable(
  'verification_runs',
  {
    id: uuid().primaryKey(),
    /** `recent`: what was posted since the last sound run. `full`: the whole book. */
    scope: text({ enum: VERIFICATION_SCOPES }).notNull(),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
    /** Everything up to this transaction had been posted when it began. */
    through: bigint({ mode: 'bigint' }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
    /** The names of the invariants that did not hold; empty when the book is sound. */
    broken: text().array(),
  },
  (table) => [
    check('verification_runs_scope', sql`${table.scope} in (${listed(VERIFICATION_SCOPES)})`),
    check('verification_runs_result', sql`(${table.finishedAt} is null) = (${table.broken} is null)`),
    index('verification_runs_started').on(table.startedAt),
  ],
)
