import { randomUUID } from 'node:crypto'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { orders, tossCalls } from '@/db/schema/charge'
import { auditLog, users } from '@/db/schema/identity'
import {
  accountDays,
  closedDays,
  entries,
  platformLinks,
  rollUp,
  transactions,
  verificationRuns,
  wallets,
} from '@/db/schema/ledger'
import { idempotencyKeys, settings } from '@/db/schema/platform'
import { chargeRefunds } from '@/db/schema/refund'
import { audit } from '@/lib/audit'
import { confirmCharge } from '@/lib/charge/confirm'
import { once } from '@/lib/idempotency/once'
import { newOrderId } from '@/lib/ids'
import { keepBook } from '@/lib/jobs/keep-book'
import { verifyBook } from '@/lib/jobs/verify-book'
import { refundCharges } from '@/lib/refund/refund-charges'
import { ledgerPost, openRoles, refusal, request as ledgerRequest, walletsOf } from '../support/roles'
import { openScene, paidOrder } from '../support/scene'
import { setSetting } from '../support/set-setting'

const scene = await openScene()
const { ctx, database } = scene
const { superuser } = openRoles(database)

const MONEY_TABLES = [
  users,
  wallets,
  transactions,
  entries,
  platformLinks,
  closedDays,
  accountDays,
  rollUp,
  verificationRuns,
  orders,
  tossCalls,
  chargeRefunds,
  auditLog,
  idempotencyKeys,
  settings,
]
const MISSING = '23502'

/** An entry's columns from the account on. */
const PLATFORM = (amount: number) => `'suspense', null, ${amount}, null, null, null`
const OF_WALLET = (account: string, hash = "''") => `'${account}', '$pending', 5, '99', '5', ${hash}`

/** A wallet of another kind than the one that has an entry. */
let pendingWallet: number

// Every table has a row that the code itself wrote, to copy.
beforeEach(async () => {
  pendingWallet ??= await writeRows()
})

async function writeRows(): Promise<number> {
  const order = await paidOrder(scene, 10_000n)
  await confirmCharge(ctx, order)
  const { userId, orderId, amount, ...paid } = await paidOrder(scene, 10_000n)
  await confirmCharge(ctx, { userId, orderId, amount, ...paid })
  await refundCharges(ctx, { userId, parts: [{ orderId, amount }], key: randomUUID() })
  await audit(ctx, ctx.db, { action: 'test', target: order.orderId })
  const request = { userId: order.userId, route: 'POST /test', key: randomUUID(), body: {} }
  await once(ctx, request, async () => ({ status: 201, body: {} }))
  const startsAt = new Date('2026-01-01T00:00:00Z')
  await setSetting(ctx.db, 'charge', {}, startsAt)
  const suspended = [
    { account: 'pg_receivable', amount: -1n },
    { account: 'suspense', amount: 1n },
  ]
  await ledgerPost(superuser, ledgerRequest(suspended))
  await keepBook(ctx)
  await verifyBook(ctx)
  return Number((await walletsOf(superuser, order.userId)).pending!.id)
}

/** What refuses a copy of a row with these columns changed. What the database makes itself is made anew. */
async function refusalOfCopy(
  table: string,
  changed: Record<string, unknown>,
  where = 'true',
): Promise<string> {
  const { rows } = await superuser.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
        and (attname <> 'seq' or attname = any ($2))`,
    [table, Object.keys(changed)],
  )
  const columns = rows[0]!.columns
  return refusal(
    superuser.query(
      `insert into ${table} (${columns}) overriding system value
        select ${columns} from (select (jsonb_populate_record(t, $1)).* from ${table} t where ${where} limit 1) copy`,
      [changed],
    ),
  )
}

const fresh = () => randomUUID()

describe('a row that must not be is refused by its rule', () => {
  const ofUser = 'wallet_id is not null'
  const ofPlatform = 'wallet_id is null'
  const newWallet = { id: 999_999, user_id: '00000000-0000-4000-8000-000000000001' }
  const openRefund = { transaction_key: null, ended_at: null, next_check_at: '2030-01-01T00:00:00Z' }
  const cases: [rule: string, table: string, changed: () => Record<string, unknown>, where?: string][] = [
    ['users_pkey', 'users', () => ({ email: null, customer_key: fresh() })],
    ['users_email_once', 'users', () => ({ id: fresh(), customer_key: fresh() })],
    ['users_customer_key_once', 'users', () => ({ id: fresh(), email: null })],
    ['users_status', 'users', () => ({ status: 'rich' })],
    ['users_email_normal', 'users', () => ({ email: 'Upper@example.com' })],
    ['users_email_normal', 'users', () => ({ email: `${'x'.repeat(251)}@a.b` })],
    ['users_name_length', 'users', () => ({ name: '' })],
    ['users_name_length', 'users', () => ({ name: 'x'.repeat(51) })],

    ['wallets_pkey', 'wallets', () => ({})],
    ['wallets_one_per_kind', 'wallets', () => ({ id: 999_999 })],
    ['wallets_user_id_users_id_fk', 'wallets', () => newWallet],
    ['wallets_kind', 'wallets', () => ({ kind: 'gold' }), 'balance = 0'],
    ['wallets_balance_floor', 'wallets', () => ({ balance: -1 }), `kind = 'balance'`],
    ['wallets_balance_floor', 'wallets', () => ({ balance: 1 }), `kind = 'charge_debt'`],
    ['wallets_balance_floor', 'wallets', () => ({ balance: 1 }), `kind = 'earnings_debt'`],
    ['won_range', 'wallets', () => ({ balance: '9007199254740992' }), `kind = 'balance'`],
    ['won_range', 'wallets', () => ({ balance: '-9007199254740992' }), `kind = 'charge_debt'`],
    ['wallets_version_positive', 'wallets', () => ({ version: -1 })],

    ['transactions_pkey', 'transactions', () => ({ reference: fresh() })],
    ['transactions_once', 'transactions', () => ({ id: fresh() })],
    ['transactions_seq', 'transactions', () => newTransaction({ seq: 1 })],
    ['transactions_have_entries', 'transactions', () => newTransaction({})],
    ['transactions_order_id_orders_id_fk', 'transactions', () => newTransaction({ order_id: 'nowhere' })],
    ['transactions_reverses', 'transactions', () => newTransaction({ reverses: fresh() })],
    ['transactions_type', 'transactions', () => newTransaction({ type: 'gift' })],
    ['short_text_length', 'transactions', () => newTransaction({ reference: '' })],
    ['short_text_length', 'transactions', () => newTransaction({ reference: 'x'.repeat(201) })],
    ['short_text_length', 'transactions', () => newTransaction({ actor: '' })],
    ['short_text_length', 'transactions', () => newTransaction({ actor: 'x'.repeat(201) })],
    ['short_text_length', 'transactions', () => newTransaction({ request_id: '' })],
    ['short_text_length', 'transactions', () => newTransaction({ request_id: 'x'.repeat(201) })],

    ['entries_pkey', 'entries', () => ({}), ofPlatform],
    ['entries_wallet_version', 'entries', () => ({ transaction_id: fresh() }), ofUser],
    ['account_in_chart', 'entries', () => ({ line: 9, account: 'gold' }), ofPlatform],
    ['entries_amount_not_zero', 'entries', () => ({ line: 9, amount: 0 })],
    ['entries_amount_range', 'entries', () => ({ line: 9, amount: '1000000000001' })],
    ['entries_amount_range', 'entries', () => ({ line: 9, amount: '-1000000000001' })],

    ['platform_links_pkey', 'platform_links', () => ({ transaction_id: fresh() })],
    ['platform_links_transaction_once', 'platform_links', () => ({ position: 99 })],
    [
      'platform_links_transaction_id_transactions_id_fk',
      'platform_links',
      () => ({ position: 99, transaction_id: fresh() }),
    ],
    ['closed_days_pkey', 'closed_days', () => ({})],
    ['account_days_pkey', 'account_days', () => ({})],
    ['account_in_chart', 'account_days', () => ({ account: 'gold' })],
    ['roll_up_pkey', 'roll_up', () => ({})],
    ['roll_up_one_row', 'roll_up', () => ({ id: 2 })],
    ['verification_runs_pkey', 'verification_runs', () => ({})],
    ['verification_runs_scope', 'verification_runs', () => ({ id: fresh(), scope: 'some' })],
    ['verification_runs_result', 'verification_runs', () => ({ id: fresh(), broken: null })],

    ['orders_pkey', 'orders', () => ({ payment_key_fingerprint: fresh() })],
    ['orders_payment_key_once', 'orders', () => ({ id: newOrderId() })],
    ['orders_user_id_users_id_fk', 'orders', () => newOrder({ user_id: fresh() })],
    ['orders_id_shape', 'orders', () => ({ id: 'too-short' })],
    ['orders_amount_positive', 'orders', () => ({ amount: 0 })],
    ['orders_status', 'orders', () => ({ status: 'PAID' })],
    ['orders_confirming_has_key', 'orders', () => ({ payment_key_fingerprint: null })],
    ['orders_done_is_approved', 'orders', () => ({ approved_at: null })],
    ['orders_account_whole', 'orders', () => newOrder({ bank_code: '88' })],
    ['orders_taken_back_range', 'orders', () => newOrder({ taken_back: -1 })],
    ['orders_taken_back_range', 'orders', () => newOrder({ taken_back: 10_001 })],
    ['orders_taken_back_range', 'orders', () => newOrder({ deposits_undone: -1 })],
    ['orders_refunded_within_amount', 'orders', () => newOrder({ refunded: -1 })],
    ['orders_refunded_within_amount', 'orders', () => newOrder({ refunded: 10_001 })],

    ['toss_calls_pkey', 'toss_calls', () => ({})],
    ['toss_calls_order_id_orders_id_fk', 'toss_calls', () => ({ id: fresh(), order_id: 'nowhere' })],
    ['toss_calls_operation', 'toss_calls', () => ({ operation: 'void' })],
    ['toss_calls_action_has_key', 'toss_calls', () => ({ operation: 'confirm', idempotency_key: null })],
    ['toss_calls_action_has_key', 'toss_calls', () => ({ operation: 'cancel', idempotency_key: null })],
    ['toss_calls_action_has_key', 'toss_calls', () => ({ operation: 'query', idempotency_key: 'a-key' })],
    ['toss_calls_answer_after_start', 'toss_calls', () => ({ answered_at: '2020-01-01T00:00:00Z' })],
    ['toss_calls_answered_whole', 'toss_calls', () => ({ http_status: null })],
    ['toss_calls_answered_whole', 'toss_calls', () => ({ answered_at: null })],

    ['charge_refunds_pkey', 'charge_refunds', () => ({ request_key: 'another', transaction_key: 'another' })],
    ['charge_refunds_request_once', 'charge_refunds', () => ({ id: fresh(), transaction_key: 'another' })],
    ['charge_refunds_cancel_once', 'charge_refunds', () => ({ id: fresh(), request_key: 'another' })],
    ['charge_refunds_user_id_users_id_fk', 'charge_refunds', () => newRefund({ user_id: fresh() })],
    ['charge_refunds_order_id_orders_id_fk', 'charge_refunds', () => newRefund({ order_id: 'nowhere' })],
    ['charge_refunds_amount_positive', 'charge_refunds', () => newRefund({ amount: 0 })],
    ['charge_refunds_status', 'charge_refunds', () => newRefund({ ...openRefund, status: 'LOST' })],
    ['charge_refunds_rule', 'charge_refunds', () => newRefund({ rule: 'mercy' })],
    ['charge_refunds_ended', 'charge_refunds', () => newRefund({ ended_at: null })],
    ['charge_refunds_done_has_cancel', 'charge_refunds', () => newRefund({ transaction_key: null })],
    ['charge_refunds_failed_has_code', 'charge_refunds', () => newRefund({ failure_code: 'A_CODE' })],
    ['charge_refunds_attempt_knows_rest', 'charge_refunds', () => newRefund({ refundable: null })],
    ['charge_refunds_attempt_knows_rest', 'charge_refunds', () => newRefund({ refundable: 9_999 })],

    ['audit_log_pkey', 'audit_log', () => ({})],
    ['settings_pkey', 'settings', () => ({})],
    ['idempotency_keys_pkey', 'idempotency_keys', () => ({})],
    ['idempotency_keys_user_id_users_id_fk', 'idempotency_keys', () => ({ user_id: fresh() })],
    ['idempotency_keys_answer_whole', 'idempotency_keys', () => ({ body_sealed: null })],
  ]

  const ENTRIES: [what: string, rule: string, first: string, second: string][] = [
    ['of a transaction that is not there', 'entries_first_of_transactions_id_fk', PLATFORM(5), PLATFORM(-5)],
    ['that do not sum to zero', 'PP002', PLATFORM(5), PLATFORM(-4)],
    ["of a user's account without a wallet", 'PP002', `'balance', null, 5, null, null, null`, PLATFORM(-5)],
    [
      'of a platform account with a wallet',
      'entries_account_is_wallets_kind',
      OF_WALLET('suspense'),
      PLATFORM(-5),
    ],
    ['of a wallet without a place in its chain', 'PP002', OF_WALLET('pending', 'null'), PLATFORM(-5)],
    ['of a platform account with a hash', 'PP002', `'suspense', null, 5, null, null, ''`, PLATFORM(-5)],
  ]
  test.each(ENTRIES)('entries %s: %s', async (_, rule, first, second) => {
    const transaction =
      rule === 'entries_first_of_transactions_id_fk' ? 'gen_random_uuid()' : '(select id from posted)'
    const forge = `
      with posted as (
        insert into transactions (id, type, reference, request_hash, actor, request_id, occurred_at, recorded_at, business_date)
        values (gen_random_uuid(), 'charge', '${fresh()}', '', 'x', 'x', now(), now(), now()) returning id
      ), forged as (select ${transaction} as id)
      insert into entries (transaction_id, line, account, wallet_id, amount, wallet_version, balance_after, hash)
      select id, line, account, wallet_id::bigint, amount, version::bigint, balance::bigint, hash::bytea from forged,
        (values (1, ${first}), (2, ${second})) e (line, account, wallet_id, amount, version, balance, hash)`
    expect(await refusal(superuser.query(forge.replaceAll('$pending', String(pendingWallet))))).toBe(rule)
  })

  test.each(cases)('%s, on %s', async (rule, table, changed, where) => {
    expect(await refusalOfCopy(table, changed(), where)).toBe(rule)
  })

  test('orders_request_key_once, on orders', async () => {
    await superuser.query(`update orders set request_key = 'the-only-one'`)
    expect(await refusalOfCopy('orders', newOrder({}))).toBe('orders_request_key_once')
  })
})

describe('what the schema calls required is refused when it is missing', () => {
  const columns = MONEY_TABLES.flatMap((table: PgTable) => {
    const { name, columns } = getTableConfig(table)
    return columns.filter(({ notNull }) => notNull).map((column): [string, string] => [name, column.name])
  })

  test.each(columns)('%s.%s', async (table, column) => {
    expect(await refusalOfCopy(table, { [column]: null })).toBe(MISSING)
  })
})

const MAY_DELETE = [
  'DELETE bank_open_items',
  'DELETE bank_open_lines',
  'DELETE businesses',
  'DELETE idempotency_keys',
  'DELETE leavers',
  'DELETE notifications',
  'DELETE password_resets',
  'DELETE proof_nodes',
  'DELETE rate_limits',
  'DELETE second_factors',
  'DELETE sessions',
  'DELETE social_logins',
  'DELETE space_blackouts',
  'DELETE space_hours',
  'DELETE space_photos',
  'DELETE untold_payments',
  'DELETE verification_runs',
  'DELETE webhook_events',
]

describe("the application's role", () => {
  test('may delete only what is no record, and never truncate or hook anything', async () => {
    const { rows } = await superuser.query<{ may: string }>(
      `select privilege || ' ' || relname as may
        from pg_class, unnest(array['DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) privilege
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
          and has_table_privilege('pospay_app', oid, privilege) order by 1`,
    )
    expect(rows.map(({ may }) => may)).toEqual(MAY_DELETE)
  })

  test('may call no trigger function', async () => {
    const { rows } = await superuser.query(
      `select proname from pg_proc where pronamespace = 'public'::regnamespace
        and prorettype = 'trigger'::regtype and has_function_privilege('pospay_app', oid, 'execute')`,
    )
    expect(rows).toEqual([])
  })
})

describe('a function that guards the book', () => {
  test("has a search path of its own where it runs with its owner's rights", async () => {
    const { rows } = await superuser.query(
      `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
        and not coalesce(proconfig::text like '%search_path=pg_catalog, public, pg_temp%', false)`,
    )
    expect(rows).toEqual([])
  })
})

function newTransaction(changed: Record<string, unknown>) {
  return { id: fresh(), reference: fresh(), ...changed }
}

function newOrder(changed: Record<string, unknown>) {
  return { id: newOrderId(), payment_key_fingerprint: fresh(), ...changed }
}

function newRefund(changed: Record<string, unknown>) {
  return { id: fresh(), request_key: fresh(), transaction_key: fresh(), ...changed }
}
