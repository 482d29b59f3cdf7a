import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, test } from 'vitest'
import { AUTO_TOPUP_INVARIANTS } from '@/lib/charge/auto-topup/invariants'
import { topUpBalances } from '@/lib/charge/auto-topup/top-up-balances'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'
import { confirmCharge } from '@/lib/charge/confirm'
import { verify } from '@/lib/verify'
import { openRoles } from '../../support/roles'
import { expectSound, openScene, paidOrder } from '../../support/scene'
import { rowOf, runsOf, turnedOn } from './support'

const scene = await openScene()
const { ctx } = scene
const { superuser } = openRoles(scene.database)

/** One that has run twice, one that is off after a run, and a charge of the first one's by hand. */
const book = await writeBook()

async function writeBook() {
  const on = await turnedOn(scene, { threshold: 15_000n })
  const off = await turnedOn(scene)
  await topUpBalances(ctx)
  await topUpBalances(ctx)
  await turnOffAutoTopUp(ctx, off.userId)
  const byHand = await paidOrder(scene, 10_000n, on.userId)
  await confirmCharge(ctx, byHand)
  const [first, second] = await runsOf(scene, on.userId)
  const [last] = await runsOf(scene, off.userId)
  await expectSound(scene)
  const ids = { on: (await rowOf(scene, on.userId)).id, off: (await rowOf(scene, off.userId)).id }
  return { ...ids, first: first!.id, second: second!.id, last: last!.id, byHand: byHand.orderId }
}

async function brokenBy(statement: string): Promise<string[]> {
  const client = await superuser.connect()
  try {
    await client.query('begin')
    for (const name of ['orders_one_run']) await client.query(`drop index ${name}`)
    for (const name of ['auto_topups_off_deletes_key', 'auto_topups_figures', 'auto_topups_has_trigger'])
      await client.query(`alter table auto_topups drop constraint ${name}`)
    await client.query('alter table toss_calls disable trigger all')
    await client.query('alter table orders disable trigger all')
    await client.query(statement)
    return (await verify(drizzle(client), AUTO_TOPUP_INVARIANTS, { now: ctx.now() })).map(({ name }) => name)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

test('a sound book has nothing to find', async () => {
  expect(await brokenBy('select 1')).toEqual([])
})

test.each([
  ['runs_stay_within_the_month', `update auto_topups set monthly_cap = 19999 where id = '${book.on}'`],
  [
    'one_run_is_under_way',
    `update orders set status = 'CONFIRMING', approved_at = null where id in ('${book.first}', '${book.second}')`,
  ],
  ['runs_are_their_owners', `update orders set auto_topup_id = '${book.off}' where id = '${book.first}'`],
  [
    'runs_are_their_owners',
    `update orders set confirming_at = confirming_at + interval '1 hour' where id = '${book.last}'`,
  ],
  ['runs_charge_what_was_agreed', `update auto_topups set threshold = null where id = '${book.on}'`],
  ['runs_charge_what_was_agreed', `update auto_topups set amount = amount - 1 where id = '${book.on}'`],
  [
    'nothing_is_charged_when_off',
    `update auto_topups set off_at = off_at - interval '1 hour' where id = '${book.off}'`,
  ],
  [
    'cards_are_charged_by_runs',
    `update toss_calls set operation = 'confirm' where order_id = '${book.first}' and operation = 'charge'`,
  ],
  [
    'cards_are_charged_by_runs',
    `update toss_calls set operation = 'charge' where order_id = '${book.byHand}' and operation = 'confirm'`,
  ],
  ['failures_end_in_a_rest', `update auto_topups set failures = 3 where id = '${book.on}'`],
  ['deleted_keys_are_gone', `update auto_topups set billing_key_sealed = 'x' where id = '${book.off}'`],
  [
    'cards_are_not_forgotten',
    `update auto_topups set billing_key_sealed = 'x', next_check_at = '2026-01-01' where id = '${book.off}'`,
  ],
])('%s finds what breaks it', async (name, statement) => {
  expect(await brokenBy(statement)).toContain(name)
})
