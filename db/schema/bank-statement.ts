import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from './identity'
import { transactions } from './ledger'

const at = (name: string) => timestamp(name, { withTimezone: true })
const won = (name: string) => bigint(name, { mode: 'bigint' }).notNull()

/** A file in which the bank says what moved on the safeguarded account, as it was taken in. Append-only. */
export const bankStatements = pgTable(
  'bank_statements',
  {
    /** Time-ordered. */
    id: uuid().primaryKey(),
    /** SHA-256 of the file, in hex. */
    digest: text().notNull(),
    /** How many lines it had, and how many of them were new. */
    lines: integer().notNull(),
    added: integer().notNull(),
    firstDay: date('first_day').notNull(),
    lastDay: date('last_day').notNull(),
    /** The last KST day of which it has everything. */
    through: date().notNull(),
    importedBy: uuid('imported_by')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    importedAt: at('imported_at').notNull(),
  },
  (table) => [
    check('bank_statements_digest', sql`${table.digest} ~ '^[0-9a-f]{64}$'`),
    check('bank_statements_lines', sql`${table.added} between 0 and ${table.lines}`),
    check('bank_statements_days', sql`${table.firstDay} <= ${table.lastDay}`),
  ],
)

/**
 * What the bank says moved on the safeguarded account: one line for each, whatever files it was in. Each line's balance
 * is that of the line before and its amount. Append-only.
 */
export const bankLines = pgTable(
  'bank_lines',
  {
    /** In the bank's order without a gap; 1 was the first to be known, what came before it counts down from 0. */
    number: integer().primaryKey(),
    /** The file that brought it. */
    statementId: uuid('statement_id')
      .notNull()
      .references(() => bankStatements.id, { onDelete: 'restrict' }),
    /** The KST day and, where the bank says it, the time of day. */
    day: date().notNull(),
    time: text(),
    /** Won; negative for what left. */
    amount: won('amount'),
    /** What the account held after it. */
    balance: won('balance'),
    description: text().notNull(),
    counterparty: text().notNull(),
  },
  (table) => [
    index('bank_lines_day').on(table.day),
    check('bank_lines_amount', sql`${table.amount} <> 0`),
    check('bank_lines_time', sql`${table.time} ~ '^\\d\\d:\\d\\d(:\\d\\d)?$'`),
  ],
)

/** A transaction of our book and the bank's line of the same money. A day's settlements are one line. Append-only. */
export const bankMatches = pgTable(
  'bank_matches',
  {
    transactionId: uuid('transaction_id')
      .primaryKey()
      .references(() => transactions.id, { onDelete: 'restrict' }),
    line: integer()
      .notNull()
      .references(() => bankLines.number, { onDelete: 'restrict' }),
    matchedAt: at('matched_at').notNull(),
  },
  (table) => [index('bank_matches_line').on(table.line)],
)

/** The bank's lines that have no match yet, so that nobody looks through all the others for them. */
export const bankOpenLines = pgTable('bank_open_lines', {
  line: integer()
    .primaryKey()
    .references(() => bankLines.number, { onDelete: 'restrict' }),
})

/** Transactions of our book up to `bank_watch` that moved the account and have no match yet. */
export const bankOpenItems = pgTable(
  'bank_open_items',
  {
    transactionId: uuid('transaction_id')
      .primaryKey()
      .references(() => transactions.id, { onDelete: 'restrict' }),
    /** The KST day on which it happened. */
    day: date().notNull(),
  },
  (table) => [index('bank_open_items_day').on(table.day)],
)

/** One row: up to which transaction what moved the account is matched or in `bank_open_items`. */
export const bankWatch = pgTable(
  'bank_watch',
  {
    id: smallint().primaryKey().default(1),
    through: bigint({ mode: 'bigint' }).notNull(),
  },
  (table) => [check('bank_watch_one_row', sql`${table.id} = 1`)],
)
