import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from './identity'

/** `CLOSED`: given up, run out, or replaced by another. */
export const BANK_ACCOUNT_STATES = ['VERIFYING', 'VERIFIED', 'CLOSED'] as const

export const WITHDRAWAL_STATUSES = [
  'REQUESTED',
  'APPROVED',
  'SENDING',
  'COMPLETED',
  'FAILED',
  'CANCELED',
  'RETURNED',
] as const
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number]

/** Its money is in transit. */
export const OPEN_WITHDRAWALS = ['REQUESTED', 'APPROVED', 'SENDING'] as const satisfies WithdrawalStatus[]

/** Why somebody looks at a withdrawal before it is sent. */
export const WITHDRAWAL_FLAGS = ['large', 'new_account', 'debt'] as const
export type WithdrawalFlag = (typeof WITHDRAWAL_FLAGS)[number]

export const WITHDRAWAL_CADENCES = ['weekly', 'monthly'] as const
export type WithdrawalCadence = (typeof WITHDRAWAL_CADENCES)[number]

/** What can carry withdrawals to banks: the simulator's bank, Toss's payouts, or operators with a file for their bank. */
export const CARRIERS = ['simulated_bank', 'toss', 'manual'] as const
export type CarrierName = (typeof CARRIERS)[number]

/** `WAITING` until it is in a file for the bank, `IN_FILE` until the bank's own file says what became of it. */
export const MANUAL_STATES = ['WAITING', 'IN_FILE', 'COMPLETED', 'FAILED', 'RETURNED'] as const
export type ManualState = (typeof MANUAL_STATES)[number]

/** What became of the rows of a file of results, and those that people have to look at. */
export type ManualOutcome = {
  completed: number
  failed: number
  returned: number
  /** Said again what was known. */
  repeated: number
  problems: { line: number; number: string; why: string }[]
}

/** As what somebody's earnings are taxed; `none`: they see to it themselves. */
export const WITHHOLDING_KINDS = ['none', 'business_income', 'other_income'] as const
export type WithholdingKind = (typeof WITHHOLDING_KINDS)[number]

/**
 * Why a withdrawal that is being sent has not arrived yet. From `scheduled` on nobody was asked to send it yet, or only
 * for a day to come: `payee`, `identity` and `kyc` wait for its owner, `turn` for a withdrawal to another account.
 */
export const SENDING_REASONS = [
  'unknown',
  'funds',
  'review',
  'scheduled',
  'payee',
  'identity',
  'kyc',
  'turn',
] as const
export type SendingReason = (typeof SENDING_REASONS)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (codes: readonly string[]) => sql.raw(codes.map((code) => `'${code}'`).join(', '))

/** An account at a bank that somebody said is theirs. Used once its holder was looked up and the code came back. */
export const bankAccounts = pgTable(
  'bank_accounts',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    state: text({ enum: BANK_ACCOUNT_STATES }).notNull().default('VERIFYING'),
    /** Toss §10.1: two characters. */
    bankCode: text('bank_code').notNull(),
    numberSealed: text('number_sealed').notNull(),
    /** Of bank and number: tells the same account from another. */
    fingerprint: text().notNull(),
    /** The last four digits, for people to know it by. */
    tail: text().notNull(),
    holderName: text('holder_name').notNull(),
    /** The fingerprint of the code that came with the 1 won. */
    codeHash: text('code_hash').notNull(),
    triesLeft: smallint('tries_left').notNull(),
    codeExpiresAt: at('code_expires_at').notNull(),
    requestedAt: at('requested_at').notNull(),
    verifiedAt: at('verified_at'),
    /** From when money may go there: later than the verification where it replaced another account. */
    usableFrom: at('usable_from'),
    closedAt: at('closed_at'),
  },
  (table) => [
    uniqueIndex('bank_accounts_one_verified')
      .on(table.userId)
      .where(sql`${table.state} = 'VERIFIED'`),
    uniqueIndex('bank_accounts_one_verifying')
      .on(table.userId)
      .where(sql`${table.state} = 'VERIFYING'`),
    index('bank_accounts_user').on(table.userId, table.requestedAt),
    index('bank_accounts_fingerprint').on(table.fingerprint, table.requestedAt),
    unique('bank_accounts_of_user').on(table.id, table.userId),
    check('bank_accounts_state', sql`${table.state} in (${listed(BANK_ACCOUNT_STATES)})`),
    check('bank_accounts_shape', sql`${table.bankCode} ~ '^[0-9A-Z]{2}$' and ${table.tail} ~ '^[0-9]{4}$'`),
    check('bank_accounts_tries', sql`${table.triesLeft} between 0 and 3`),
    check('bank_accounts_verified', sql`${table.state} <> 'VERIFIED' or ${table.verifiedAt} is not null`),
    check(
      'bank_accounts_usable',
      sql`(${table.verifiedAt} is null) = (${table.usableFrom} is null) and ${table.usableFrom} >= ${table.verifiedAt}`,
    ),
    check('bank_accounts_closed', sql`(${table.state} = 'CLOSED') = (${table.closedAt} is not null)`),
  ],
)

/** Earnings on their way to their owner's bank: one transfer, whatever it takes. Trying again is another withdrawal. */
export const withdrawals = pgTable(
  'withdrawals',
  {
    /** What the bank knows the transfer by: sent again under it, it is the same transfer. */
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    bankAccountId: uuid('bank_account_id').notNull(),
    amount: bigint({ mode: 'bigint' }).notNull(),
    /** Won of the amount that were kept back as tax: the bank sends the rest. */
    withheld: bigint({ mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    status: text({ enum: WITHDRAWAL_STATUSES }).notNull(),
    /** The caller's Idempotency-Key. */
    requestKey: text('request_key').notNull(),
    flags: text({ enum: WITHDRAWAL_FLAGS })
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** How many operators have to agree before it is sent. */
    approvalsNeeded: smallint('approvals_needed').notNull(),
    /** The KST day by which it should be there, as its owner was told. */
    arrivesBy: date('arrives_by').notNull(),
    /** Why it is still being sent. */
    reason: text({ enum: SENDING_REASONS }),
    /** Who was asked to carry it, and is asked about it from then on. */
    carrier: text({ enum: CARRIERS }),
    /** The bank's own number of the transfer. */
    transferId: text('transfer_id'),
    failureCode: text('failure_code'),
    requestedAt: at('requested_at').notNull(),
    /** When the job took it up: from then on whoever carries it may be asked at any moment. */
    sentAt: at('sent_at'),
    completedAt: at('completed_at'),
    endedAt: at('ended_at'),
    /** When the job may next look at it; a claim moves it forward. Null when nothing can change any more. */
    nextCheckAt: at('next_check_at'),
    /** How often the job has asked: sets the back-off. */
    checks: integer().notNull().default(0),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    foreignKey({
      name: 'withdrawals_own_account',
      columns: [table.bankAccountId, table.userId],
      foreignColumns: [bankAccounts.id, bankAccounts.userId],
    }).onDelete('restrict'),
    unique('withdrawals_request_once').on(table.userId, table.requestKey),
    unique('withdrawals_of_user').on(table.id, table.userId),
    unique('withdrawals_transfer_once').on(table.transferId),
    index('withdrawals_user').on(table.userId, table.id),
    index('withdrawals_due')
      .on(table.nextCheckAt)
      .where(sql`${table.nextCheckAt} is not null`),
    index('withdrawals_requested')
      .on(table.id)
      .where(sql`${table.status} = 'REQUESTED'`),
    check('withdrawals_amount_positive', sql`${table.amount} > 0`),
    check(
      'withdrawals_withheld_of_amount',
      sql`${table.withheld} >= 0 and ${table.withheld} < ${table.amount}`,
    ),
    check('withdrawals_status', sql`${table.status} in (${listed(WITHDRAWAL_STATUSES)})`),
    check('withdrawals_approvals', sql`${table.approvalsNeeded} between 0 and 2`),
    check(
      'withdrawals_reason',
      sql`${table.reason} is null or (${table.status} = 'SENDING' and ${table.reason} in (${listed(SENDING_REASONS)}))`,
    ),
    check(
      'withdrawals_sent',
      sql`${table.status} = 'CANCELED' or (${table.status} in ('REQUESTED', 'APPROVED')) = (${table.sentAt} is null)`,
    ),
    check(
      'withdrawals_carrier',
      sql`(${table.sentAt} is null) = (${table.carrier} is null) and ${table.carrier} in (${listed(CARRIERS)})`,
    ),
    check(
      'withdrawals_ended',
      sql`(${table.status} in (${listed(OPEN_WITHDRAWALS)})) = (${table.endedAt} is null)`,
    ),
    check(
      'withdrawals_completed',
      sql`(${table.status} in ('COMPLETED', 'RETURNED')) = (${table.completedAt} is not null)`,
    ),
    check(
      'withdrawals_failed_has_code',
      sql`(${table.status} in ('FAILED', 'CANCELED', 'RETURNED')) = (${table.failureCode} is not null)`,
    ),
    check(
      'withdrawals_due_is_looked_at',
      sql`${table.status} not in ('APPROVED', 'SENDING') or ${table.nextCheckAt} is not null`,
    ),
  ],
)

/** When all that is withdrawable is withdrawn by itself. */
export const withdrawalSchedules = pgTable(
  'withdrawal_schedules',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** Null: off. */
    cadence: text({ enum: WITHDRAWAL_CADENCES }),
    /** A weekday, 1 for Monday to 5 for Friday, or a day of the month, 1 to 28. */
    day: smallint(),
    /** The next KST day that it names; on a day on which banks rest it waits for the next on which they work. */
    dueOn: date('due_on'),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    index('withdrawal_schedules_due')
      .on(table.dueOn)
      .where(sql`${table.dueOn} is not null`),
    check('withdrawal_schedules_cadence', sql`${table.cadence} in (${listed(WITHDRAWAL_CADENCES)})`),
    check(
      'withdrawal_schedules_whole',
      sql`(${table.cadence} is null) = (${table.day} is null) and (${table.cadence} is null) = (${table.dueOn} is null)`,
    ),
    check(
      'withdrawal_schedules_day',
      sql`${table.day} between 1 and case ${table.cadence} when 'weekly' then 5 else 28 end`,
    ),
  ],
)

/** An operator who agreed to a withdrawal: each once, and never to one's own. */
export const withdrawalApprovals = pgTable(
  'withdrawal_approvals',
  {
    withdrawalId: uuid('withdrawal_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    operatorId: uuid('operator_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    approvedAt: at('approved_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'withdrawal_approvals_pkey', columns: [table.withdrawalId, table.operatorId] }),
    foreignKey({
      name: 'withdrawal_approvals_withdrawal',
      columns: [table.withdrawalId, table.ownerId],
      foreignColumns: [withdrawals.id, withdrawals.userId],
    }).onDelete('restrict'),
    check('withdrawal_approvals_not_own', sql`${table.operatorId} <> ${table.ownerId}`),
  ],
)

/** A file that operators carry to their bank: its transfers never change and are in no other. */
export const manualBatches = pgTable('manual_batches', {
  number: integer().primaryKey().generatedAlwaysAsIdentity(),
  madeBy: uuid('made_by')
    .notNull()
    .references(() => users.id, { onDelete: 'restrict' }),
  madeAt: at('made_at').notNull(),
})

/** A file in which the bank says what became of transfers, as it was read. */
export const manualResults = pgTable(
  'manual_results',
  {
    id: uuid().primaryKey(),
    /** SHA-256 of the file, in hex. */
    digest: text().notNull(),
    outcome: jsonb().$type<ManualOutcome>().notNull(),
    readBy: uuid('read_by')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    readAt: at('read_at').notNull(),
  },
  (table) => [check('manual_results_digest', sql`${table.digest} ~ '^[0-9a-f]{64}$'`)],
)

/** A withdrawal that operators carry to the bank. */
export const manualTransfers = pgTable(
  'manual_transfers',
  {
    withdrawalId: uuid('withdrawal_id')
      .primaryKey()
      .references(() => withdrawals.id, { onDelete: 'restrict' }),
    /** What the bank's statement calls it. */
    number: integer().notNull().generatedAlwaysAsIdentity(),
    amount: bigint({ mode: 'bigint' }).notNull(),
    state: text({ enum: MANUAL_STATES }).notNull().default('WAITING'),
    batch: integer().references(() => manualBatches.number, { onDelete: 'restrict' }),
    /** The file that said so. */
    resultId: uuid('result_id').references(() => manualResults.id, { onDelete: 'restrict' }),
    /** The bank's words for a failure. */
    reason: text(),
  },
  (table) => [
    unique('manual_transfers_number').on(table.number),
    index('manual_transfers_batch').on(table.batch),
    index('manual_transfers_waiting')
      .on(table.number)
      .where(sql`${table.state} = 'WAITING'`),
    check('manual_transfers_amount', sql`${table.amount} > 0`),
    check('manual_transfers_state', sql`${table.state} in (${listed(MANUAL_STATES)})`),
    check('manual_transfers_in_file', sql`(${table.state} = 'WAITING') = (${table.batch} is null)`),
    check(
      'manual_transfers_has_result',
      sql`(${table.state} in ('WAITING', 'IN_FILE')) = (${table.resultId} is null)`,
    ),
  ],
)

/** From which KST day on somebody's withdrawals are taxed as what; the latest word counts. Append-only. */
export const withholdingProfiles = pgTable(
  'withholding_profiles',
  {
    /** In the order of saying so. */
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    kind: text({ enum: WITHHOLDING_KINDS }).notNull(),
    effectiveFrom: date('effective_from').notNull(),
    /** The operator who said so. */
    setBy: uuid('set_by')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    setAt: at('set_at').notNull(),
  },
  (table) => [
    index('withholding_profiles_user').on(table.userId, table.effectiveFrom),
    check('withholding_profiles_kind', sql`${table.kind} in (${listed(WITHHOLDING_KINDS)})`),
    check('withholding_profiles_not_own', sql`${table.setBy} <> ${table.userId}`),
  ],
)
