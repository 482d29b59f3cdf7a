import { sql } from 'drizzle-orm'
import {
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
  bigint,
  integer,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

export const USER_STATUSES = ['active', 'frozen', 'closed'] as const

/** What an operator may be; renters and owners need no role. */
export const OPERATOR_ROLES = [
  'viewer',
  'support',
  'finance_maker',
  'finance_approver',
  'risk',
  'admin',
  'auditor',
] as const

const at = (name: string) => timestamp(name, { withTimezone: true })

/** A person. Renting and owning need no separate account. */
export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey(),
    /** NFKC, lower case: the key of a login. Null when a social login gave none. */
    email: text().unique('users_email_once'),
    name: text().notNull(),
    /** argon2id in PHC form. Null for those who only log in through Kakao or Naver. */
    passwordHash: text('password_hash'),
    status: text({ enum: USER_STATUSES }).notNull().default('active'),
    roles: text({ enum: OPERATOR_ROLES })
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** What Toss knows the person by; says nothing about them. */
    customerKey: text('customer_key').notNull().unique('users_customer_key_once'),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('users_status', sql`${table.status} in ('active', 'frozen', 'closed')`),
    check(
      'users_email_normal',
      sql`${table.email} = lower(normalize(${table.email}, NFKC)) and length(${table.email}) <= 254`,
    ),
    check('users_name_length', sql`length(${table.name}) between 1 and 50`),
    // What operators look people up by: the whole name or how it begins.
    index('users_name').on(table.name.op('text_pattern_ops')),
  ],
)

/**
 * A stop that an operator put on somebody's account, and who let it go on again. A user is `frozen` exactly while one of
 * theirs is not lifted. Above a limit of money one operator asks for the lifting and another does it.
 */
export const freezes = pgTable(
  'freezes',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** Why, in words that the user reads. */
    reason: text().notNull(),
    frozenBy: uuid('frozen_by')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    frozenAt: at('frozen_at').notNull(),
    liftReason: text('lift_reason'),
    liftAskedBy: uuid('lift_asked_by').references(() => users.id, { onDelete: 'restrict' }),
    liftAskedAt: at('lift_asked_at'),
    liftedBy: uuid('lifted_by').references(() => users.id, { onDelete: 'restrict' }),
    liftedAt: at('lifted_at'),
    /** Won in the user's wallets when it was lifted, and above how many two people were needed then. */
    held: bigint({ mode: 'bigint' }),
    secondAbove: bigint('second_above', { mode: 'bigint' }),
  },
  (table) => [
    uniqueIndex('freezes_one_open')
      .on(table.userId)
      .where(sql`${table.liftedAt} is null`),
    index('freezes_user').on(table.userId, table.id),
    check('freezes_reason', sql`length(${table.reason}) between 1 and 200`),
    check('freezes_lift_reason', sql`length(${table.liftReason}) between 1 and 200`),
    check(
      'freezes_lift_asked',
      sql`(${table.liftAskedBy} is null) = (${table.liftAskedAt} is null) and (${table.liftAskedBy} is null) = (${table.liftReason} is null)`,
    ),
    check(
      'freezes_lifted',
      sql`num_nonnulls(${table.liftedBy}, ${table.liftedAt}, ${table.held}, ${table.secondAbove}) in (0, 4)
        and (${table.liftedBy} is null or ${table.liftAskedBy} is not null) and ${table.liftedAt} >= ${table.frozenAt}`,
    ),
    check(
      'freezes_two_people',
      sql`${table.held} <= ${table.secondAbove} or ${table.liftedBy} <> ${table.liftAskedBy}`,
    ),
    check(
      'freezes_not_own',
      sql`${table.userId} not in (${table.frozenBy}, coalesce(${table.liftAskedBy}, ${table.frozenBy}), coalesce(${table.liftedBy}, ${table.frozenBy}))`,
    ),
  ],
)

/** A Kakao or Naver account that logs a user in. */
export const socialLogins = pgTable(
  'social_logins',
  {
    provider: text({ enum: ['kakao', 'naver'] }).notNull(),
    providerAccountId: text('provider_account_id').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'social_logins_pkey', columns: [table.provider, table.providerAccountId] }),
    index('social_logins_user').on(table.userId),
  ],
)

/** One login. Its id is in the cookie or the Bearer token, and every money call looks it up here. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    channel: text({ enum: ['web', 'api'] }).notNull(),
    createdAt: at('created_at').notNull(),
    /** When the password was last typed in this login, after the login itself. */
    confirmedAt: at('confirmed_at'),
    /** When an operator gave the second factor in this login: before, their roles mean nothing in it. */
    secondFactorAt: at('second_factor_at'),
    /** Moved at most once a minute. */
    lastSeenAt: at('last_seen_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
    address: text(),
    userAgent: text('user_agent'),
  },
  (table) => [
    index('sessions_user').on(table.userId),
    check('sessions_channel', sql`${table.channel} in ('web', 'api')`),
    check('sessions_user_agent_length', sql`length(${table.userAgent}) <= 300`),
  ],
)

/** An operator's authenticator app. */
export const secondFactors = pgTable(
  'second_factors',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'restrict' }),
    /** The shared secret in base32. */
    secretSealed: text('secret_sealed').notNull(),
    /** The half minute whose code was used last: it and those before are good no more. */
    lastStep: integer('last_step').notNull(),
    /** HMACs of the recovery codes that are left. */
    recoveryHashes: text('recovery_hashes').array().notNull(),
    enrolledAt: at('enrolled_at').notNull(),
  },
  (table) => [
    check('second_factors_last_step', sql`${table.lastStep} >= 0`),
    check('second_factors_recovery_codes', sql`cardinality(${table.recoveryHashes}) <= 10`),
  ],
)

/** One link to set a new password. The mail carries the token; here is only its SHA-256. */
export const passwordResets = pgTable(
  'password_resets',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    tokenHash: text('token_hash').notNull().unique('password_resets_token_once'),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    /** When it was used, or made void by another change of the password. */
    usedAt: at('used_at'),
  },
  (table) => [
    index('password_resets_open')
      .on(table.userId)
      .where(sql`${table.usedAt} is null`),
    check('password_resets_hash_shape', sql`${table.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check('password_resets_life', sql`${table.expiresAt} > ${table.createdAt}`),
  ],
)

/** Which version of which document a person agreed to, and when. */
export const consents = pgTable(
  'consents',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    document: text({ enum: ['terms', 'privacy'] }).notNull(),
    version: text().notNull(),
    agreedAt: at('agreed_at').notNull(),
    address: text(),
  },
  (table) => [
    primaryKey({ name: 'consents_pkey', columns: [table.userId, table.document, table.version] }),
    check('consents_document', sql`${table.document} in ('terms', 'privacy')`),
  ],
)

/** Who did what, for security and support. Append-only. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: at('at').notNull(),
    /** `user:<id>`, `operator:<id>`, `job:<name>` or `anonymous`. */
    actor: text().notNull(),
    /** Such as `login.failed` or `charge.amount_mismatch`. */
    action: text().notNull(),
    /** What it was done to: an order, a user. */
    target: text(),
    address: text(),
    requestId: text('request_id').notNull(),
    /** Never a password, a key or a card number; nor in the two below. */
    detail: jsonb(),
    /** What of the target was changed, as it was and as it is. */
    before: jsonb(),
    after: jsonb(),
    /** Why, in the words of who did it. */
    reason: text(),
  },
  (table) => [
    index('audit_log_target').on(table.target, table.id),
    index('audit_log_actor').on(table.actor, table.id),
    index('audit_log_action').on(table.action, table.id),
    index('audit_log_request').on(table.requestId),
    index('audit_log_at').on(table.at, table.id),
  ],
)

/** Counters of rate-limiter-flexible; the columns are the library's. */
export const rateLimits = pgTable('rate_limits', {
  key: text().primaryKey(),
  points: integer().notNull().default(0),
  /** Milliseconds since 1970; null never expires. */
  expire: bigint({ mode: 'bigint' }),
})
