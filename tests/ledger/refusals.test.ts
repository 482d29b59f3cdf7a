import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { LEDGER_INVARIANTS } from '@/lib/ledger/invariants'
import { verify } from '@/lib/verify'
import { deposit, ledgerPost, openRoles, refusal, request, walletsOf, type Leg } from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { app, owner, superuser } = openRoles(scene.database)

const FORBIDDEN = '42501'
const APPEND_ONLY = 'PP001'
const UNBALANCED = 'PP002'
const UNKNOWN_WALLET = 'PP004'
const OUT_OF_RANGE = '22003'
const BAD_INTEGER = '22P02'

let userId: string
let walletId: bigint
let transactionId: string

beforeAll(async () => {
  userId = (await newRenter(scene)).userId
  const [posted] = await ledgerPost(app, request(deposit(userId, 10_000n)))
  transactionId = posted!.transaction_id!
  walletId = (await walletsOf(app, userId)).balance!.id
  await ledgerPost(
    app,
    request([
      { account: 'pg_receivable', amount: -1n },
      { account: 'suspense', amount: 1n },
    ]),
  )
  await owner.query(`select ledger_close('2026-11-21', '2026-11-22T00:00:00+09:00')`)
})

const countTransactions = async () => (await owner.query('select from transactions')).rowCount

describe('a posting that must not be', () => {
  const balance = (amount: bigint | string): Leg => ({ account: 'balance', user: userId, amount })
  const receivable = (amount: bigint | string): Leg => ({ account: 'pg_receivable', amount })
  const stranger = randomUUID()

  const cases: [string, () => ReturnType<typeof request>, string][] = [
    [
      'debt above zero',
      () => request([receivable(-1n), { account: 'charge_debt', user: userId, amount: 1n }]),
      'wallets_balance_floor',
    ],
    ['legs that do not sum to zero', () => request([receivable(-2n), balance(1n)]), UNBALANCED],
    ['one leg', () => request([balance(1n)]), UNBALANCED],
    ['one leg of nothing', () => request([balance(0n)]), 'entries_amount_not_zero'],
    ['no legs', () => request([]), 'transactions_have_entries'],
    ['legs of zero', () => request([receivable(0n), balance(0n)]), 'entries_amount_not_zero'],
    ['one wallet twice', () => request([balance(5n), balance(-5n)]), 'entries_wallet_version'],
    [
      "a stranger's wallet",
      () => request([receivable(-1n), { account: 'balance', user: stranger, amount: 1n }]),
      UNKNOWN_WALLET,
    ],
    [
      'a kind of wallet that does not exist',
      () => request([receivable(-1n), { account: 'gold', user: userId, amount: 1n }]),
      UNKNOWN_WALLET,
    ],
    [
      "a platform account as a user's",
      () => request([receivable(-1n), { account: 'suspense', user: userId, amount: 1n }]),
      UNKNOWN_WALLET,
    ],
    [
      'an account that does not exist',
      () => request([receivable(-1n), { account: 'gold', amount: 1n }]),
      'account_in_chart',
    ],
    [
      "a user's account without the user",
      () => request([receivable(-1n), { account: 'balance', amount: 1n }]),
      UNBALANCED,
    ],
    ['a type that does not exist', () => request(deposit(userId, 1n), { type: 'gift' }), 'transactions_type'],
    ['an empty reference', () => request(deposit(userId, 1n), { reference: '' }), 'short_text_length'],
    [
      'an order that does not exist',
      () => request(deposit(userId, 1n), { order_id: 'nowhere' }),
      'transactions_order_id_orders_id_fk',
    ],
    [
      'a reversal of nothing',
      () => request(deposit(userId, 1n), { reverses: randomUUID() }),
      'transactions_reverses',
    ],
    ['more than an entry may be', () => request(deposit(userId, 1_000_000_000_001n)), 'entries_amount_range'],
    [
      'more than 64 bits',
      () => request([receivable('-9223372036854775809'), balance('9223372036854775808')]),
      OUT_OF_RANGE,
    ],
    ['fractions of a won', () => request([receivable('-1.5'), balance('1.5')]), BAD_INTEGER],
  ]

  test.each(cases)('%s is refused and leaves nothing', async (_, build, expected) => {
    const [before, wallets] = [await countTransactions(), await walletsOf(app, userId)]
    expect(await refusal(ledgerPost(app, build()))).toBe(expected)
    expect(await countTransactions()).toBe(before)
    expect(await walletsOf(app, userId)).toEqual(wallets)
  })

  test('an overdraft is answered, not posted', async () => {
    const before = await countTransactions()
    expect(await ledgerPost(app, request([balance(-10_001n), receivable(10_001n)]))).toEqual([
      { verdict: 'insufficient', transaction_id: null, detail: 'balance' },
    ])
    expect(await countTransactions()).toBe(before)
    expect((await walletsOf(app, userId)).balance).toMatchObject({ balance: 10_000n, version: 1n })
  })

  test('other content under a known reference is answered, not posted', async () => {
    const reference = `test-${randomUUID()}`
    const [first] = await ledgerPost(app, request(deposit(userId, 100n), { reference }))
    const [other] = await ledgerPost(app, request(deposit(userId, 101n), { reference }))
    const [same] = await ledgerPost(app, request(deposit(userId, 100n), { reference }))
    expect(other).toMatchObject({ verdict: 'mismatched', transaction_id: first!.transaction_id })
    expect(same).toMatchObject({ verdict: 'replayed', transaction_id: first!.transaction_id })
  })
})

/** A transaction with these entries, past the posting function. */
const whole = (entries: string) => `
  with t as (
    insert into transactions (id, type, reference, request_hash, actor, request_id, occurred_at, recorded_at, business_date)
    values (gen_random_uuid(), 'charge', 'past-${randomUUID()}', '', 'x', 'x', now(), now(), now()) returning id
  )
  insert into entries (transaction_id, line, account, wallet_id, amount, wallet_version, balance_after, hash)
  select t.id, e.* from t, (values ${entries}) e`

describe('the rows of the book, written past the posting function', () => {
  const cases: [string, () => string, string][] = [
    [
      'a balance below zero',
      () => `update wallets set balance = -1 where id = ${walletId}`,
      'wallets_balance_floor',
    ],
    [
      'a debt above zero',
      () => `update wallets set balance = 1 where kind = 'charge_debt'`,
      'wallets_balance_floor',
    ],
    [
      'a balance beyond 2^53',
      () => `update wallets set balance = 9007199254740992 where id = ${walletId}`,
      'won_range',
    ],
    [
      'a wallet of a kind twice',
      () => `insert into wallets (user_id, kind) values ('${userId}', 'balance')`,
      'wallets_one_per_kind',
    ],
    ['an edit of a transaction', () => `update transactions set actor = 'x'`, APPEND_ONLY],
    ['an edit of an entry', () => `update entries set amount = amount + 1`, APPEND_ONLY],
    ['an edit of the audit log', () => `update audit_log set actor = 'x'`, APPEND_ONLY],
    ['deleting a transaction', () => `delete from transactions`, APPEND_ONLY],
    ['deleting an entry', () => `delete from entries`, APPEND_ONLY],
    ['deleting a line of the audit log', () => `delete from audit_log`, APPEND_ONLY],
    ['deleting a wallet', () => `delete from wallets`, APPEND_ONLY],
    ['truncating the transactions', () => `truncate transactions cascade`, APPEND_ONLY],
    ['truncating the entries', () => `truncate entries cascade`, APPEND_ONLY],
    ['truncating the audit log', () => `truncate audit_log`, APPEND_ONLY],
    ['truncating the wallets', () => `truncate wallets cascade`, APPEND_ONLY],
    ['truncating the users and all that hangs on them', () => `truncate users cascade`, APPEND_ONLY],
    [
      'an entry slipped into an old transaction',
      () =>
        `insert into entries (transaction_id, line, account, amount) values ('${transactionId}', 3, 'suspense', 1)`,
      UNBALANCED,
    ],
    [
      'a transaction without entries',
      () => `insert into transactions (id, type, reference, request_hash, actor, request_id, occurred_at, recorded_at, business_date)
        values (gen_random_uuid(), 'charge', 'empty', '', 'x', 'x', now(), now(), now())`,
      'transactions_have_entries',
    ],
    [
      'a balanced pair slipped into an old transaction',
      () => `insert into entries (transaction_id, line, account, amount) values
        ('${transactionId}', 3, 'suspense', 1), ('${transactionId}', 4, 'pg_fees', -1)`,
      UNBALANCED,
    ],
    [
      'a balanced pair in place of the entries of an old transaction',
      () => `insert into entries (transaction_id, line, account, amount) values
        ('${transactionId}', 1, 'suspense', 1), ('${transactionId}', 2, 'pg_fees', -1)`,
      'entries_pkey',
    ],
    [
      'a wallet twice in one transaction',
      () =>
        whole(`(1, 'balance', ${walletId}, 1, 98, 1, ''::bytea), (2, 'balance', ${walletId}, -1, 99, 0, '')`),
      UNBALANCED,
    ],
    [
      'lines that leave a number out',
      () =>
        whole(
          `(1, 'suspense', null::bigint, 1, null::bigint, null::bigint, null::bytea), (3, 'pg_fees', null, -1, null, null, null)`,
        ),
      UNBALANCED,
    ],
    [
      "an entry on a wallet under another account's name",
      () =>
        whole(
          `(1, 'pending', ${walletId}, 1, 99, 1, ''::bytea), (2, 'suspense', null, -1, null, null, null)`,
        ),
      'entries_account_is_wallets_kind',
    ],
    [
      'two entries of one version of a wallet',
      () =>
        whole(`(1, 'balance', ${walletId}, 1, 1, 1, ''::bytea), (2, 'suspense', null, -1, null, null, null)`),
      'entries_wallet_version',
    ],
    [
      'an entry of a wallet without its place in the chain',
      () =>
        whole(
          `(1, 'balance', ${walletId}, 1, 99, 1, null::bytea), (2, 'suspense', null, -1, null, null, null)`,
        ),
      UNBALANCED,
    ],
    ['an edit of a platform link', () => `update platform_links set hash = ''`, APPEND_ONLY],
    ['deleting a platform link', () => `delete from platform_links`, APPEND_ONLY],
    ['truncating the platform links', () => `truncate platform_links`, APPEND_ONLY],
    ['reopening a closed day', () => `delete from closed_days`, APPEND_ONLY],
    ['moving a closed day', () => `update closed_days set business_date = business_date - 1`, APPEND_ONLY],
    ['truncating the closed days', () => `truncate closed_days`, APPEND_ONLY],
    [
      'a second place for the roll-up',
      () => `insert into roll_up (id, through) values (2, 0)`,
      'roll_up_one_row',
    ],
  ]

  test.each(cases)('%s is refused even to the owner of the tables', async (_, sql, expected) => {
    expect(await refusal(owner.query(sql()))).toBe(expected)
  })

  test('neither the owner nor a superuser slips past the guards by playing a replica', async () => {
    expect(await refusal(owner.query('set session_replication_role = replica'))).toBe(FORBIDDEN)
    for (const table of ['transactions', 'entries', 'audit_log', 'wallets']) {
      const attempt = `set local session_replication_role = replica; delete from ${table}`
      expect(await refusal(superuser.query(attempt)), table).toBe(APPEND_ONLY)
    }
  })
})

describe("the application's role", () => {
  const cases = [
    ...Object.entries({
      wallets: 'user_id, kind',
      transactions:
        'id, type, reference, request_hash, actor, request_id, occurred_at, recorded_at, business_date',
      entries: 'transaction_id, line, account, amount',
      platform_links: 'position, transaction_id, hash',
      closed_days: 'business_date, closed_at, through',
      account_days: 'business_date, account, amount, entries, balance',
      roll_up: 'id, through',
    }).flatMap(([table, columns]) => [
      `insert into ${table} (${columns}) select ${columns} from ${table}`,
      `update ${table} set ${columns.split(',')[0]} = ${columns.split(',')[0]}`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
      `alter table ${table} disable trigger all`,
      `drop table ${table} cascade`,
    ]),
    'update audit_log set actor = actor',
    'delete from audit_log',
    'delete from users',
    'delete from orders',
    'delete from toss_calls',
    'update settings set value = value',
    'update consents set version = version',
    'drop trigger entries_append_only on entries',
    `create function public.ledger_post(requests jsonb) returns void language sql as 'select'`,
    `alter function ledger_post security invoker`,
    `alter function ledger_post set search_path = pg_temp, public`,
    'create table public.mine (id int)',
    `create function public.sha256(bytea) returns bytea language sql as 'select $1'`,
    'create schema mine',
    'set session_replication_role = replica',
    'set role pospay_owner',
    'set session authorization pospay_owner',
    `select pg_read_file('PG_VERSION')`,
    `copy wallets to program 'true'`,
    'select open_wallets()',
    'select refuse_change()',
  ]

  test.each(cases)('may not: %s', async (sql) => {
    expect(await refusal(app.query(sql))).toBe(FORBIDDEN)
  })

  test('cannot make the posting function work on tables and functions of its own', async () => {
    const before = (await walletsOf(app, userId)).balance!
    const client = await app.connect()
    try {
      await client.query(`create temp table wallets (like public.wallets);
        create temp table transactions (like public.transactions);
        create temp table entries (like public.entries);
        create function pg_temp.sha256(bytea) returns bytea language sql as 'select ''\\x00''::bytea';
        create function pg_temp.ledger_line(int, text, bigint, bigint, bigint, bigint) returns text language sql as 'select ''forged''';
        set search_path = pg_temp, public`)
      expect(await ledgerPost(client, request(deposit(userId, 70n)))).toMatchObject([{ verdict: 'posted' }])
    } finally {
      client.release(true)
    }
    expect((await walletsOf(app, userId)).balance!.balance).toBe(before.balance + 70n)
    expect(await verify(scene.ctx.db, LEDGER_INVARIANTS)).toEqual([])
  })
})
