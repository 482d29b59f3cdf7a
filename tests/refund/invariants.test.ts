import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, test } from 'vitest'
import { REFUND_INVARIANTS } from '@/lib/refund/invariants'
import { addMs, DAY_MS } from '@/lib/time'
import { verify } from '@/lib/verify'
import { openRoles } from '../support/roles'
import { expectSound, newRenter, openScene } from '../support/scene'
import { CANCEL, charged, refund } from './support'

const scene = await openScene()
const { ctx, toss } = scene
const { superuser } = openRoles(scene.database)

/** One charge given back in part, one whole, one that failed, and one on its way. */
const book = await writeBook()

async function writeBook() {
  const part = await charged(scene, 10_000n)
  const { refundId: done } = await refund(scene, part, 4_000n)
  const whole = await charged(scene, 10_000n)
  await refund(scene, whole, 10_000n)
  const kept = await charged(scene, 10_000n)
  await toss.fault('code:NOT_CANCELABLE_PAYMENT', { match: CANCEL })
  const { refundId: failed } = await refund(scene, kept, 4_000n)
  const moving = await charged(scene, 10_000n)
  await toss.fault('drop-before', { match: CANCEL })
  const { refundId: open } = await refund(scene, moving, 4_000n)
  const { userId: stranger } = await newRenter(scene)
  await expectSound(scene)
  return { part, whole, kept, moving, done, failed, open, stranger }
}

async function verifyAfter(statement: string) {
  const client = await superuser.connect()
  try {
    await client.query('begin')
    for (const table of ['charge_refunds', 'orders', 'entries', 'wallets', 'transactions']) {
      await client.query(`alter table ${table} disable trigger all`)
    }
    await client.query(statement)
    return await verify(drizzle(client), REFUND_INVARIANTS, { now: addMs(ctx.now(), DAY_MS) })
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** A day later, with nothing wrong but that nobody has looked. */
const LATE = ['open_refunds_are_not_forgotten']

const transactionOf = (type: string, reference: string) =>
  `(select id from transactions where type = '${type}' and reference = '${reference}')`
const entriesOf = (type: string, reference: string) =>
  `entries where transaction_id = ${transactionOf(type, reference)}`

const PLANTS: [string, string][] = [
  [
    'refunds_are_in_transit',
    `update entries set amount = amount + 1 where account = 'charge_refunds_in_transit' and transaction_id = ${transactionOf('charge_refund', book.open)}`,
  ],
  ['refunds_are_in_transit', `update charge_refunds set amount = amount - 1 where id = '${book.open}'`],
  ['refunds_are_posted_by_state', `delete from ${entriesOf('charge_refund_paid', book.done)}`],
  ['refunds_are_posted_by_state', `delete from ${entriesOf('charge_refund', book.open)}`],
  [
    'refunds_are_posted_by_state',
    `update charge_refunds set status = 'DONE', failure_code = null, transaction_key = 'other' where id = '${book.failed}'`,
  ],
  [
    'refunds_are_posted_by_state',
    `update transactions set order_id = '${book.kept.orderId}' where id = ${transactionOf('charge_refund_paid', book.done)}`,
  ],
  [
    'refunds_are_posted_by_state',
    `update entries set wallet_id = (select id from wallets where user_id = '${book.stranger}' and kind = 'balance') where account = 'balance' and transaction_id = ${transactionOf('charge_refund', book.done)}`,
  ],
  [
    'refund_postings_have_refunds',
    `update transactions set reference = 'nobody' where id = ${transactionOf('charge_refund_failed', book.failed)}`,
  ],
  [
    'orders_know_their_refunds',
    `update orders set refunded = refunded + 1 where id = '${book.part.orderId}'`,
  ],
  ['orders_know_their_refunds', `update orders set status = 'DONE' where id = '${book.whole.orderId}'`],
  ['orders_know_their_refunds', `update orders set status = 'CANCELED' where id = '${book.part.orderId}'`],
  [
    'orders_know_their_refunds',
    `update charge_refunds set user_id = '${book.stranger}' where id = '${book.done}'`,
  ],
  [
    'lots_within_balance',
    `update entries set amount = amount + 20000 where account = 'pg_receivable' and transaction_id = ${transactionOf('charge', book.part.orderId)}`,
  ],
  [
    'done_refunds_are_at_toss',
    `update charge_refunds set transaction_key = 'other' where id = '${book.done}'`,
  ],
  [
    'done_refunds_are_at_toss',
    `update toss_calls set answer = answer - 'cancels' where order_id = '${book.part.orderId}'`,
  ],
  [
    'toss_gave_back_no_more_than_we_say',
    `update toss_calls set answer = jsonb_set(answer, '{balanceAmount}', '5999') where order_id = '${book.part.orderId}' and answer ->> 'balanceAmount' = '6000'`,
  ],
]

test('a sound book breaks none', async () => {
  expect((await verifyAfter('select 1')).map(({ name }) => name)).toEqual(LATE)
})

test.each(PLANTS)('%s finds: %s', async (name, statement) => {
  expect((await verifyAfter(statement)).map((broken) => broken.name)).toContain(name)
})

test('every invariant has a planted violation', () => {
  const planted = new Set([...PLANTS.map(([name]) => name), ...LATE])
  expect([...planted].sort()).toEqual(REFUND_INVARIANTS.map(({ name }) => name).sort())
})
