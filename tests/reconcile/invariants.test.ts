import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, test } from 'vitest'
import { reconcile } from '@/lib/flows/reconcile'
import { RECONCILIATION_INVARIANTS } from '@/lib/reconcile/invariants'
import { SETTLEMENT_INVARIANTS } from '@/lib/settlement/invariants'
import { DAY_MS } from '@/lib/time'
import { verify } from '@/lib/verify'
import { charged, refund } from '../refund/support'
import { openRoles } from '../support/roles'
import { expectSound, openScene } from '../support/scene'
import { reconcileLater } from './support'

const scene = await openScene()
const { ctx, toss } = scene
const { superuser } = openRoles(scene.database)

const CHECKED = [...SETTLEMENT_INVARIANTS, ...RECONCILIATION_INVARIANTS]

/** A charge of which a part went back, both settled, one that is not, and a payment that nobody here knows. */
const book = await writeBook()

async function writeBook() {
  const settled = await charged(scene, 10_000n)
  await refund(scene, settled, 4_000n)
  await reconcileLater(scene, 7 * DAY_MS)
  const unsettled = await charged(scene, 10_000n)
  await toss.plant({ orderId: 'somebody-elses-order-1' })
  await reconcileLater(scene)
  await expectSound(scene)
  return { settled, unsettled }
}

async function verifyAfter(statement: string, now = ctx.now()) {
  const client = await superuser.connect()
  try {
    await client.query('begin')
    for (const table of ['transactions', 'entries', 'reconciliation_breaks'])
      await client.query(`alter table ${table} disable trigger all`)
    await client.query(statement)
    return (await verify(drizzle(client), CHECKED, { now })).map(({ name }) => name)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const SETTLEMENT = `(select t.id from transactions t join entries e on e.transaction_id = t.id
  where t.type = 'settlement' and e.account = 'pg_receivable' and e.amount = 10000)`

const PLANTS: [string, string][] = [
  [
    'settlements_are_of_what_moved',
    `update transactions set order_id = '${book.unsettled.orderId}' where id in
      (select transaction_id from entries where account = 'pg_receivable' and amount = -4000)`,
  ],
  [
    'settlements_are_of_what_moved',
    `update entries set amount = amount + 1 where account = 'pg_receivable' and transaction_id = ${SETTLEMENT}`,
  ],
  [
    'settlements_are_of_what_moved',
    `update entries set amount = 10000 where account = 'pg_receivable' and amount = -4000`,
  ],
  ['settlements_add_up', `update transactions set order_id = null where id = ${SETTLEMENT}`],
  [
    'settlements_add_up',
    `update entries set account = 'operating_bank' where account = 'safeguarded_bank' and transaction_id = ${SETTLEMENT}`,
  ],
  [
    'settlements_add_up',
    `update entries set account = 'pg_payout_balance' where account = 'pg_fees' and transaction_id = ${SETTLEMENT}`,
  ],
  [
    'the_payout_balance_moves_as_at_toss',
    `update entries set account = 'pg_payout_balance' where account = 'pg_receivable' and transaction_id in
      (select id from transactions where type = 'charge')`,
  ],
  [
    'settlements_add_up',
    `update entries set account = 'suspense' where account = 'pg_receivable' and transaction_id = ${SETTLEMENT}`,
  ],
  [
    'open_breaks_were_seen_last',
    `update reconciliation_breaks set last_seen_at = last_seen_at - interval '1 hour'`,
  ],
  ['open_breaks_were_seen_last', `delete from reconciliation_breaks`],
  ['open_breaks_were_seen_last', `update reconciliation_breaks set closed_at = now(), closed_how = 'agreed'`],
  [
    'corrected_breaks_were_adjusted',
    `update reconciliation_breaks set closed_at = now(), closed_how = 'explained', cause = 'corrected', reason = 'x',
      closed_by = (select user_id from orders limit 1), adjustment_id = gen_random_uuid()`,
  ],
  ['breaks_differ', `update reconciliation_breaks set ours = theirs`],
  [
    'reconciled_within_26_hours',
    `update reconciliation_runs set started_at = started_at - interval '40 days'`,
  ],
  [
    'reconciled_within_26_hours',
    `update reconciliation_runs set state = 'INCOMPLETE', reason = 'x', ours = null`,
  ],
]

test('a sound book breaks none', async () => {
  expect(await verifyAfter('select 1')).toEqual([])
})

test.each(PLANTS)('%s finds: %s', async (name, statement) => {
  expect(await verifyAfter(statement)).toContain(name)
})

test('every invariant has a planted violation', () => {
  const planted = new Set(PLANTS.map(([name]) => name))
  expect([...planted].sort()).toEqual(CHECKED.map(({ name }) => name).sort())
})

test('nobody is reminded where there were no charges', async () => {
  expect(
    await verifyAfter(
      'delete from reconciliation_breaks; delete from reconciliation_runs; delete from transactions',
    ),
  ).toEqual([])
})

test('the job closes what is gone, so that all of it holds again', async () => {
  await reconcile(ctx)
  await expectSound(scene)
})
