import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea } from './bytea'
import { users } from './identity'

const won = (name: string) => bigint(name, { mode: 'bigint' }).notNull()

/** What was published of the end of a KST day, signed: what is owed, where it is, and the root of all wallets. Append-only. */
export const depositProofs = pgTable('deposit_proofs', {
  day: date().primaryKey(),
  deposits: won('deposits'),
  people: integer().notNull(),
  otherOwed: won('other_owed'),
  safeguarded: won('safeguarded'),
  /** What Toss owes, and what it keeps to pay out. */
  atToss: won('at_toss'),
  root: text().notNull(),
  platformHead: text('platform_head').notNull(),
  publicKey: text('public_key').notNull(),
  signature: text().notNull(),
  madeAt: timestamp('made_at', { withTimezone: true }).notNull(),
})

/** The newest proof's sum tree, level by level from the leaves, so that each user's way up is read in one statement. */
export const proofNodes = pgTable(
  'proof_nodes',
  {
    day: date()
      .notNull()
      .references(() => depositProofs.day, { onDelete: 'restrict' }),
    level: smallint().notNull(),
    position: integer().notNull(),
    sum: won('sum'),
    hash: bytea().notNull(),
    /** Of a leaf: whose wallet it is, its salt, and the last link of its chain. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'restrict' }),
    salt: bytea(),
    head: bytea(),
  },
  (table) => [
    primaryKey({ name: 'proof_nodes_pkey', columns: [table.day, table.level, table.position] }),
    unique('proof_nodes_one_leaf').on(table.day, table.userId),
    check('proof_nodes_sum', sql`${table.sum} >= 0`),
    check(
      'proof_nodes_leaf_whole',
      sql`num_nonnulls(${table.userId}, ${table.salt}, ${table.head}) = case when ${table.level} = 0 then 3 else 0 end`,
    ),
  ],
)
