import { sql } from 'drizzle-orm'
import { bigint, check, date, pgTable, timestamp } from 'drizzle-orm/pg-core'

const won = (name: string) => bigint(name, { mode: 'bigint' }).notNull()

/**
 * Where users' money was at the end of a closed KST day, one row for each of them: what safeguarding is judged by, and
 * through its quarters' ends what registration is. Append-only.
 */
export const safeguardChecks = pgTable(
  'safeguard_checks',
  {
    day: date().primaryKey(),
    /** All that users are owed, none of it set off against what they owe. */
    owed: won('owed'),
    /** The part of it that is prepaid and neither spent nor given back: 미상환 잔액. */
    unredeemed: won('unredeemed'),
    /** Charged on this day, whatever became of it later: 발행액. */
    issued: won('issued'),
    safeguarded: won('safeguarded'),
    /** What Toss owes, and what it keeps to pay out. */
    atToss: won('at_toss'),
    /** What neither the safeguarded account nor Toss has of what is owed. */
    gap: won('gap'),
    /** The business day by which the gap is to be filled; while it lasts, that of its first day. Null without one. */
    dueOn: date('due_on'),
    checkedAt: timestamp('checked_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    check(
      'safeguard_checks_gap',
      sql`${table.gap} = greatest(0, ${table.owed} - ${table.safeguarded} - ${table.atToss})`,
    ),
    check('safeguard_checks_due', sql`(${table.gap} = 0) = (${table.dueOn} is null)`),
  ],
)

/**
 * The same day once more by what the bank says that the safeguarded account held, once its statement has the day whole
 * and what either side was late with had time to come. Append-only.
 */
export const safeguardBankChecks = pgTable(
  'safeguard_bank_checks',
  {
    day: date()
      .primaryKey()
      .references(() => safeguardChecks.day, { onDelete: 'restrict' }),
    /** What the bank says that the account held at the day's end. */
    balance: won('balance'),
    /** What of that is there only because bank and book had the same money on different sides of the day's end. */
    timing: won('timing'),
    /** What neither the account, timing left out, nor Toss has of what is owed. */
    gap: won('gap'),
    /** As of a check by the book. */
    dueOn: date('due_on'),
    checkedAt: timestamp('checked_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    check('safeguard_bank_checks_gap', sql`${table.gap} >= 0`),
    check('safeguard_bank_checks_due', sql`(${table.gap} = 0) = (${table.dueOn} is null)`),
  ],
)
