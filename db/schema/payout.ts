import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  foreignKey,
  pgTable,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from './identity'
import { bankAccounts, withdrawals } from './withdrawal'

/** What kind of payee an owner is to Toss, in its words. */
export const BUSINESS_TYPES = ['INDIVIDUAL', 'INDIVIDUAL_BUSINESS', 'CORPORATE'] as const
export type BusinessType = (typeof BUSINESS_TYPES)[number]

/**
 * `NEW`: Toss was asked nothing yet. `ASKING`: asked to give the seller an account, and no answer has come. `HOLDING`:
 * it said that the seller has it. `REFUSED`: it would not.
 */
export const SELLER_STATES = ['NEW', 'ASKING', 'HOLDING', 'REFUSED'] as const

/** Toss's own word on whether a seller may be paid. */
export const SELLER_STATUSES = [
  'APPROVAL_REQUIRED',
  'PARTIALLY_APPROVED',
  'KYC_REQUIRED',
  'APPROVED',
] as const
export type SellerStatus = (typeof SELLER_STATUSES)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (codes: readonly string[]) => sql.raw(codes.map((code) => `'${code}'`).join(', '))

/** Whom Toss pays for an owner: one seller each, whose account is the one that payouts go to. */
export const sellers = pgTable(
  'sellers',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** Ours, 7 to 20 characters, which Toss takes once for ever. */
    refSellerId: text('ref_seller_id').notNull(),
    businessType: text('business_type', { enum: BUSINESS_TYPES }).notNull(),
    /** What Toss is told of them beside the account: JSON with name, email, phone, and a company's own, sealed. */
    contactSealed: text('contact_sealed').notNull(),
    state: text({ enum: SELLER_STATES }).notNull().default('NEW'),
    /** How often Toss was asked for something new: each time under a key of its own. */
    revision: smallint().notNull().default(0),
    /** The account that Toss was last asked to give it. */
    bankAccountId: uuid('bank_account_id'),
    /** Toss's id; null until it is registered. */
    sellerId: text('seller_id'),
    /** Toss's ids of before: who became another kind of payee, or another business, is another seller to Toss. */
    formerSellerIds: text('former_seller_ids')
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** As Toss last said. */
    status: text({ enum: SELLER_STATUSES }),
    failureCode: text('failure_code'),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    foreignKey({
      name: 'sellers_own_account',
      columns: [table.bankAccountId, table.userId],
      foreignColumns: [bankAccounts.id, bankAccounts.userId],
    }).onDelete('restrict'),
    unique('sellers_reference_once').on(table.refSellerId),
    unique('sellers_once').on(table.sellerId),
    check('sellers_reference_shape', sql`${table.refSellerId} ~ '^[0-9A-Za-z]{7,20}$'`),
    check('sellers_business_type', sql`${table.businessType} in (${listed(BUSINESS_TYPES)})`),
    check('sellers_state', sql`${table.state} in (${listed(SELLER_STATES)})`),
    check('sellers_status', sql`${table.status} in (${listed(SELLER_STATUSES)})`),
    check(
      'sellers_asked',
      sql`(${table.state} = 'NEW') = (${table.revision} = 0) and (${table.state} = 'NEW') = (${table.bankAccountId} is null)`,
    ),
    check(
      'sellers_registered',
      sql`(${table.sellerId} is null) = (${table.status} is null) and (${table.state} <> 'HOLDING' or ${table.sellerId} is not null)`,
    ),
    check('sellers_refused', sql`(${table.state} = 'REFUSED') = (${table.failureCode} is not null)`),
  ],
)

/** What Toss is asked to pay for a withdrawal: the same words under the same key until it has answered. */
export const payouts = pgTable(
  'payouts',
  {
    /** Ours at Toss: refPayoutId. */
    withdrawalId: uuid('withdrawal_id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => sellers.userId, { onDelete: 'restrict' }),
    /** Which key this is; a new one only after a refusal, and a look that shows none. 0: Toss will not be asked. */
    attempt: smallint().notNull(),
    /** Toss's id of the seller. */
    destination: text(),
    amount: bigint({ mode: 'bigint' }).notNull(),
    /** The KST business day that it is for; null for at once (EXPRESS). */
    payoutDate: date('payout_date'),
    /** Toss's id, once it was seen. */
    payoutId: text('payout_id'),
    /** Why Toss does not pay it, and will not be asked again. */
    failureCode: text('failure_code'),
    askedAt: at('asked_at').notNull(),
  },
  (table) => [
    foreignKey({
      name: 'payouts_of_withdrawal',
      columns: [table.withdrawalId, table.userId],
      foreignColumns: [withdrawals.id, withdrawals.userId],
    }).onDelete('restrict'),
    unique('payouts_once').on(table.payoutId),
    check('payouts_amount_positive', sql`${table.amount} > 0`),
    check(
      'payouts_asked',
      sql`${table.attempt} >= 0 and (${table.attempt} = 0) = (${table.destination} is null) and (${table.attempt} > 0 or ${table.failureCode} is not null)`,
    ),
  ],
)
