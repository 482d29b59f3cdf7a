import { drizzle } from 'drizzle-orm/node-postgres'
import { beforeEach, describe, expect, test } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { CHARGE_INVARIANTS } from '@/lib/charge/invariants'
import { recoverCharges } from '@/lib/charge/recover'
import { keepBook } from '@/lib/jobs/keep-book'
import { LEDGER_INVARIANTS } from '@/lib/ledger/invariants'
import { DAY_MS, HOUR_MS } from '@/lib/time'
import { INVARIANTS, verify, type Broken } from '@/lib/verify'
import { openRoles, walletsOf } from '../support/roles'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const { app, superuser } = openRoles(scene.database)

/** A user with two charges, an order whose money is in suspense, and one that nobody has paid. */
let book: Awaited<ReturnType<typeof writeBook>>

beforeEach(async () => {
  book ??= await writeBook()
})

async function writeBook() {
  const { userId } = await newRenter(scene)
  const orders = [await paidOrder(scene, 30_000n, userId), await paidOrder(scene, 20_000n, userId)]
  for (const order of orders) await confirmCharge(ctx, order)
  const suspended = await createOrder(ctx, { userId, amount: 10_000n })
  await toss.plant({ orderId: suspended.orderId, totalAmount: 9_000 })
  await toss.advance(HOUR_MS)
  await recoverCharges(ctx)
  const ready = await createOrder(ctx, { userId, amount: 10_000n })
  const wallets = await walletsOf(app, userId)
  const { rows } = await app.query<{ id: string }>(
    `select id from transactions where type = 'charge' and reference = $1`,
    [orders[1]!.orderId],
  )
  const unwalleted = await app.query<{ id: string }>(
    `select id from transactions where type = 'suspense_in' and reference = $1`,
    [suspended.orderId],
  )
  await keepBook({ ...ctx, now: () => new Date(ctx.now().getTime() + DAY_MS) })
  await expectSound(scene)
  return {
    user: userId,
    wallet: String(wallets.balance!.id),
    pending: String(wallets.pending!.id),
    first: orders[0]!.orderId,
    second: orders[1]!.orderId,
    transaction: rows[0]!.id,
    suspended: suspended.orderId,
    ready: ready.orderId,
    unwalleted: unwalleted.rows[0]!.id,
  }
}

const GUARDED = [
  ...['users', 'orders', 'toss_calls', 'wallets', 'transactions', 'entries'],
  ...['platform_links', 'closed_days', 'account_days'],
]

/** What `verify` says of the book with this done to it, past every guard; it is undone afterwards. */
async function verifyAfter(...statements: string[]): Promise<Broken[]> {
  const client = await superuser.connect()
  try {
    await client.query('begin')
    for (const table of GUARDED) {
      await client.query(`alter table ${table} disable trigger all`)
    }
    for (const statement of statements) await client.query(statement)
    const checked = INVARIANTS.filter(({ name }) => name !== 'guards_are_on')
    return await verify(drizzle(client), checked, { now: ctx.now() })
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const nameOf = ({ name }: { name: string }) => name

type Plant = { name: string; plant: () => string[]; detail: () => string }

const ofTransaction = () => `transaction_id = '${book.transaction}'`
const at = (version: number) => `${book.wallet}@${version}`

const PLANTS: Plant[] = [
  {
    name: 'book_sums_to_zero',
    plant: () => [
      `update entries set amount = amount - 7 where account = 'pg_receivable' and ${ofTransaction()}`,
    ],
    detail: () => '-7',
  },
  {
    name: 'transactions_balance',
    plant: () => [`delete from entries where account = 'pg_receivable' and ${ofTransaction()}`],
    detail: () => book.transaction,
  },
  {
    name: 'entries_have_transactions',
    plant: () => [`delete from transactions where id = '${book.transaction}'`],
    detail: () => `${book.transaction}#1`,
  },
  {
    name: 'balances_equal_entries',
    plant: () => [`update wallets set balance = balance + 1 where id = ${book.wallet}`],
    detail: () => `${book.wallet} balance: 50001, entries 50000`,
  },
  {
    name: 'versions_have_no_gap',
    plant: () => [`update entries set wallet_version = 3 where wallet_id is not null and ${ofTransaction()}`],
    detail: () => `${book.wallet} balance`,
  },
  {
    name: 'running_balances_add_up',
    plant: () => [`update entries set balance_after = 1 where wallet_id is not null and ${ofTransaction()}`],
    detail: () => at(2),
  },
  {
    name: 'wallets_within_floor',
    plant: () => [
      'alter table wallets drop constraint wallets_balance_floor',
      `update wallets set balance = -1 where id = ${book.pending}`,
    ],
    detail: () => `${book.pending} pending: -1`,
  },
  {
    name: 'wallets_within_floor',
    plant: () => [
      'alter table wallets drop constraint wallets_balance_floor',
      `update wallets set balance = 1 where kind = 'charge_debt' and user_id = '${book.user}'`,
    ],
    detail: () => 'charge_debt: 1',
  },
  {
    name: 'every_user_has_every_wallet',
    plant: () => [`delete from wallets where id = ${book.pending}`],
    detail: () => book.user,
  },
  {
    name: 'posted_once',
    plant: () => [
      'alter table transactions drop constraint transactions_once',
      `insert into transactions select gen_random_uuid(), type, reference, request_hash, reverses, actor, request_id,
        order_id, occurred_at, recorded_at, business_date from transactions where id = '${book.transaction}'`,
    ],
    detail: () => `charge ${book.second}`,
  },
  {
    name: 'wallet_once_per_transaction',
    plant: () => [
      `insert into entries values ('${book.transaction}', 3, 'balance', ${book.wallet}, 1, 3, 50001, '')`,
    ],
    detail: () => `${book.transaction} ${book.wallet}`,
  },
  {
    name: 'hash_chains_hold',
    plant: () => [`update transactions set actor = 'user:x' where id = '${book.transaction}'`],
    detail: () => at(2),
  },
  {
    name: 'heads_are_last_links',
    plant: () => [`update wallets set head_hash = '\\x00' where id = ${book.wallet}`],
    detail: () => `${book.wallet} balance`,
  },
  {
    name: 'reversals_take_back_exactly',
    plant: () => [
      `update transactions set reverses = (select id from transactions where reference = '${book.first}' and type = 'charge')
        where id = '${book.transaction}'`,
    ],
    detail: () => book.transaction,
  },
  {
    name: 'posted_to_open_days',
    plant: () => [
      `update transactions set business_date = business_date - 1 where id = '${book.transaction}'`,
    ],
    detail: () => book.transaction,
  },
  {
    name: 'posted_to_open_days',
    plant: () => [`update closed_days set through = 0`],
    detail: () => book.transaction,
  },
  {
    name: 'platform_chain_holds',
    plant: () => [`update transactions set request_id = 'forged' where id = '${book.unwalleted}'`],
    detail: () => book.unwalleted,
  },
  {
    name: 'platform_chain_holds',
    plant: () => [`delete from platform_links where transaction_id = '${book.unwalleted}'`],
    detail: () => book.unwalleted,
  },
  {
    name: 'platform_chain_has_no_gap',
    plant: () => [`update platform_links set position = position + 1`],
    detail: () => 'link 2',
  },
  {
    name: 'platform_chain_has_no_gap',
    plant: () => [
      `insert into platform_links select max(position) + 1, '${book.transaction}', '' from platform_links`,
    ],
    detail: () => 'link 2',
  },
  {
    name: 'account_days_equal_entries',
    plant: () => [`update account_days set amount = amount + 1 where account = 'suspense'`],
    detail: () => 'suspense',
  },
  {
    name: 'account_days_equal_entries',
    plant: () => [`update account_days set balance = balance + 1 where account = 'balance'`],
    detail: () => 'balance',
  },
  {
    name: 'account_days_equal_entries',
    plant: () => [`delete from account_days where account = 'pg_receivable'`],
    detail: () => 'pg_receivable',
  },
  {
    name: 'deposits_are_covered',
    plant: () => [
      `update entries set amount = amount + 1000 where account = 'pg_receivable' and ${ofTransaction()}`,
    ],
    detail: () => '1000',
  },
  {
    name: 'answers_follow_their_request',
    plant: () => [
      'alter table toss_calls drop constraint toss_calls_answer_after_start',
      `update toss_calls set answered_at = started_at - interval '1 second' where order_id = '${book.first}'`,
    ],
    detail: () => '-',
  },
  {
    name: 'open_orders_are_not_forgotten',
    plant: () => [
      `update orders set next_check_at = next_check_at - interval '1 day' where id = '${book.ready}'`,
    ],
    detail: () => book.ready,
  },
  {
    name: 'application_cannot_write_the_book',
    plant: () => ['grant update on account_days to pospay_app'],
    detail: () => 'UPDATE on account_days',
  },
  {
    name: 'application_cannot_write_the_book',
    plant: () => ['grant delete on entries to pospay_app'],
    detail: () => 'DELETE on entries',
  },
  {
    name: 'application_cannot_write_the_book',
    plant: () => ['grant update (balance) on wallets to pospay_app'],
    detail: () => 'UPDATE on wallets',
  },
  {
    name: 'application_cannot_write_the_book',
    plant: () => ['grant update on audit_log to public'],
    detail: () => 'UPDATE on audit_log',
  },
  {
    name: 'done_orders_are_credited',
    plant: () => [`update orders set status = 'FAILED' where id = '${book.first}'`],
    detail: () => `${book.first}: FAILED`,
  },
  {
    name: 'done_orders_are_credited',
    plant: () => [
      `update orders set status = 'DONE', approved_at = now(), payment_key_fingerprint = 'x' where id = '${book.ready}'`,
    ],
    detail: () => `${book.ready}: DONE`,
  },
  {
    name: 'done_orders_are_credited',
    plant: () => [`update orders set amount = amount + 1 where id = '${book.first}'`],
    detail: () => `${book.first}: DONE`,
  },
  {
    name: 'charges_have_orders',
    plant: () => [`update transactions set order_id = null where id = '${book.transaction}'`],
    detail: () => book.second,
  },
  {
    name: 'suspended_orders_need_review',
    plant: () => [`update orders set status = 'CANCELED' where id = '${book.suspended}'`],
    detail: () => book.suspended,
  },
  {
    name: 'payment_credits_one_order',
    plant: () => ['drop index orders_payment_key_once', `update orders set payment_key_fingerprint = 'same'`],
    detail: () => 'same',
  },
  {
    name: 'done_orders_have_toss_answer',
    plant: () => [`delete from toss_calls where order_id = '${book.first}'`],
    detail: () => book.first,
  },
  {
    name: 'done_orders_have_toss_answer',
    plant: () => [
      `update toss_calls set answer = answer || '{"totalAmount": 29999}' where order_id = '${book.first}'`,
    ],
    detail: () => book.first,
  },
  {
    name: 'toss_key_carries_one_request',
    plant: () => [
      `insert into toss_calls (id, order_id, operation, idempotency_key, request_hash, request_id, started_at)
        select gen_random_uuid(), order_id, operation, idempotency_key, 'other', request_id, started_at
        from toss_calls where order_id = '${book.first}' and operation = 'confirm'`,
    ],
    detail: () => `confirm:${book.first}:1`,
  },
  {
    name: 'open_orders_are_looked_after',
    plant: () => [`update orders set next_check_at = null where id = '${book.ready}'`],
    detail: () => book.ready,
  },
  {
    name: 'open_orders_are_looked_after',
    plant: () => [
      `update orders set status = 'WAITING_FOR_DEPOSIT', payment_key_fingerprint = 'x', next_check_at = null where id = '${book.ready}'`,
    ],
    detail: () => book.ready,
  },
  {
    name: 'charges_are_numbered',
    plant: () => [`update transactions set reference = '${book.first}#7' where reference = '${book.first}'`],
    detail: () => `${book.first}#7`,
  },
  {
    name: 'undone_deposits_are_reversed',
    plant: () => [`update orders set deposits_undone = 1 where id = '${book.first}'`],
    detail: () => book.first,
  },
  {
    name: 'undone_deposits_are_reversed',
    plant: () => [`update orders set taken_back = 1 where id = '${book.first}'`],
    detail: () => book.first,
  },
  {
    name: 'charges_have_orders',
    plant: () => [
      `update transactions set type = 'charge_reversal', order_id = null where id = '${book.transaction}'`,
    ],
    detail: () => book.second,
  },
  {
    name: 'applied_webhooks_were_asked_about',
    plant: () => [
      `insert into webhook_events (id, transmission_id, order_id, body_sealed, state, received_at, applied_at)
        values ('01a21ce3-0000-7000-8000-000000000000', 'planted', '${book.ready}', '', 'applied', now(), now())`,
    ],
    detail: () => '01a21ce3-0000-7000-8000-000000000000',
  },
]

describe('a violation that is planted is found and named', () => {
  test.each(PLANTS)('$name', async ({ name, plant, detail }) => {
    const broken = (await verifyAfter(...plant())).find((one) => one.name === name)
    expect(broken?.details.join('\n')).toContain(detail())
  })

  const GUARDS = [
    ['transactions_append_only', 'transactions'],
    ['transactions_no_truncate', 'transactions'],
    ['entries_append_only', 'entries'],
    ['entries_no_truncate', 'entries'],
    ['entries_whole', 'entries'],
    ['platform_links_append_only', 'platform_links'],
    ['platform_links_no_truncate', 'platform_links'],
    ['closed_days_append_only', 'closed_days'],
    ['closed_days_no_truncate', 'closed_days'],
    ['audit_log_append_only', 'audit_log'],
    ['audit_log_no_truncate', 'audit_log'],
    ['wallets_no_delete', 'wallets'],
    ['wallets_no_truncate', 'wallets'],
    ['users_open_wallets', 'users'],
  ]

  test.each(GUARDS)('guards_are_on: %s switched off, weakened or gone', async (trigger, table) => {
    const client = await superuser.connect()
    try {
      for (const act of ['disable trigger', 'enable replica trigger']) {
        await client.query('begin')
        await client.query(`alter table ${table} ${act} ${trigger}`)
        const broken = await verify(drizzle(client))
        expect(broken).toMatchObject([{ name: 'guards_are_on', details: [trigger] }])
        await client.query('rollback')
      }
      await client.query('begin')
      await client.query(`drop trigger ${trigger} on ${table}`)
      const broken = await verify(drizzle(client))
      expect(broken).toMatchObject([{ name: 'guards_are_on', details: [trigger] }])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  test('for every invariant of book and charges there is', () => {
    const proven = new Set([...PLANTS.map(nameOf), 'guards_are_on'])
    expect(
      [...LEDGER_INVARIANTS, ...CHARGE_INVARIANTS].map(nameOf).filter((name) => !proven.has(name)),
    ).toEqual([])
  })

  test('and nothing is found in a sound book', async () => {
    expect(await verifyAfter()).toEqual([])
  })
})

describe('one altered value names the entry that it belongs to', () => {
  const TRANSACTION_COLUMNS: [string, string][] = [
    ['type', `'suspense_in'`],
    ['reference', `reference || 'x'`],
    ['request_hash', `set_byte(request_hash, 0, get_byte(request_hash, 0) # 1)`],
    ['reverses', 'id'],
    ['actor', `replace(actor, 't', 'd')`],
    ['request_id', `request_id || ' '`],
    ['order_id', `null`],
    ['occurred_at', `occurred_at + interval '1 microsecond'`],
    ['recorded_at', `recorded_at + interval '1 microsecond'`],
    ['business_date', 'business_date + 1'],
  ]
  test.each(TRANSACTION_COLUMNS)('transactions.%s', async (column, value) => {
    const broken = await verifyAfter(
      `update transactions set ${column} = ${value} where id = '${book.transaction}'`,
    )
    expect(broken.find(({ name }) => name === 'hash_chains_hold')?.details).toEqual([at(2)])
  })

  const ENTRY_COLUMNS: [string, string, string][] = [
    ['line', 'wallet_id is null', 'line + 7'],
    ['account', 'wallet_id is null', `'suspense'`],
    ['amount', 'wallet_id is null', 'amount - 1'],
    ['amount', 'wallet_id is not null', 'amount + 1'],
    ['balance_after', 'wallet_id is not null', 'balance_after + 1'],
    ['hash', 'wallet_id is not null', 'set_byte(hash, 31, get_byte(hash, 31) # 1)'],
  ]
  test.each(ENTRY_COLUMNS)('entries.%s where %s', async (column, which, value) => {
    const broken = await verifyAfter(
      `update entries set ${column} = ${value} where ${which} and ${ofTransaction()}`,
    )
    expect(broken.find(({ name }) => name === 'hash_chains_hold')?.details).toEqual([at(2)])
  })

  test('text moved from one column into the next', async () => {
    const shift = (actor: string, requestId: string) =>
      `update transactions set actor = $$${actor}$$, request_id = $$${requestId}$$ where id = '${book.transaction}'`
    const digest = `select encode(ledger_digest(t, ''), 'hex') as digest from transactions t where id = '${book.transaction}'`
    const digests = await Promise.all(
      [shift('a|b', 'c'), shift('a', 'b|c'), shift(`a'|'b`, 'c'), shift('a', `b'|'c`)].map(
        async (statement) => {
          const client = await superuser.connect()
          try {
            await client.query(`begin; alter table transactions disable trigger all`)
            await client.query(statement)
            return (await client.query<{ digest: string }>(digest)).rows[0]!.digest
          } finally {
            await client.query('rollback')
            client.release()
          }
        },
      ),
    )
    expect(new Set(digests).size).toBe(4)
  })

  test('a balanced pair slipped into an old transaction', async () => {
    const broken = await verifyAfter(
      `insert into entries (transaction_id, line, account, amount) values
        ('${book.transaction}', 3, 'suspense', 5), ('${book.transaction}', 4, 'pg_fees', -5)`,
    )
    expect(broken.map(nameOf)).toEqual([
      'hash_chains_hold',
      'account_days_equal_entries',
      'deposits_are_covered',
    ])
    expect(broken[0]!.details).toEqual([at(2)])
  })

  test('an altered middle of a chain points at itself and at nothing after it', async () => {
    const broken = await verifyAfter(
      `update transactions set request_id = 'forged' where reference = '${book.first}' and type = 'charge'`,
    )
    expect(broken).toMatchObject([{ name: 'hash_chains_hold', details: [at(1)] }])
  })
})
