import { beforeAll, expect, test } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { reconcile } from '@/lib/flows/reconcile'
import { keepBook } from '@/lib/jobs/keep-book'
import { VERIFY_EVERY_MS, verifyBook } from '@/lib/jobs/verify-book'
import { readTotals, sumEntries } from '@/lib/ledger/totals'
import { addMs, DAY_MS, HOUR_MS, startOfKstDay } from '@/lib/time'
import type { Broken } from '@/lib/verify'
import { openRoles } from '../support/roles'
import { openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const { app, superuser } = openRoles(scene.database)

const FIVE_PAST_NOON_MS = 12 * HOUR_MS + VERIFY_EVERY_MS

/** Noon of the next KST day; the night's reconciliation is done. */
async function toNoon(): Promise<void> {
  const noon = addMs(startOfKstDay(addMs(ctx.now(), DAY_MS)), FIVE_PAST_NOON_MS)
  await toss.advance(noon.getTime() - ctx.now().getTime())
  await reconcile(ctx)
}

async function charge(): Promise<string> {
  const order = await paidOrder(scene, 10_000n)
  await confirmCharge(ctx, order)
  return order.orderId
}

/** Past every guard, as only a superuser can; the guards are on again afterwards. */
async function tamper(statement: string): Promise<void> {
  await superuser.query(`begin;
    alter table transactions disable trigger transactions_append_only;
    ${statement};
    alter table transactions enable always trigger transactions_append_only;
    commit`)
}

const forge = (orderId: string, requestId: string) =>
  tamper(
    `update transactions set request_id = '${requestId}' where type = 'charge' and reference = '${orderId}'`,
  )

const lastRun = async () =>
  (
    await app.query<{ scope: string; through: string; broken: string[] }>(
      'select scope, through, broken from verification_runs order by started_at desc limit 1',
    )
  ).rows[0]!

async function verifyNext(): Promise<string[] | undefined> {
  await toss.advance(VERIFY_EVERY_MS)
  return (await verifyBook(ctx))?.map(({ name }: Broken) => name)
}

beforeAll(toNoon)

test('the whole book is verified once a night, what was posted since every five minutes', async () => {
  await charge()
  expect(await verifyNext()).toEqual([])
  expect(await lastRun()).toMatchObject({ scope: 'full', through: '1', broken: [] })
  await charge()
  expect(await verifyNext()).toEqual([])
  expect(await lastRun()).toMatchObject({ scope: 'recent', through: '2', broken: [] })
  await toNoon()
  expect(await verifyNext()).toEqual([])
  expect(await lastRun()).toMatchObject({ scope: 'full', broken: [] })
})

test('one of many workers verifies, the others go on', async () => {
  expect(await verifyNext()).toEqual([])
  expect(await verifyBook(ctx)).toBeNull()
})

test('what is altered among the new is found within five minutes, and again until it is right', async () => {
  const order = await charge()
  await forge(order, 'forged')
  expect(await verifyNext()).toEqual(['hash_chains_hold'])
  expect(await lastRun()).toMatchObject({ scope: 'recent', broken: ['hash_chains_hold'] })
  expect(await verifyNext()).toEqual(['hash_chains_hold'])
  await forge(order, ctx.requestId)
  expect(await verifyNext()).toEqual([])
})

test('what is altered among the old is found at night', async () => {
  const order = await charge()
  expect(await verifyNext()).toEqual([])
  await forge(order, 'forged')
  expect(await verifyNext()).toEqual([])
  await toNoon()
  expect(await verifyNext()).toEqual(['hash_chains_hold'])
  expect(await lastRun()).toMatchObject({ scope: 'full' })
  await forge(order, ctx.requestId)
  expect(await verifyNext()).toEqual([])
})

test('an order that nobody has looked after is found', async () => {
  const { orderId } = await paidOrder(scene, 10_000n)
  await toss.advance(2 * HOUR_MS)
  expect(await verifyNext()).toEqual(['open_orders_are_not_forgotten'])
  await superuser.query(`update orders set status = 'EXPIRED', next_check_at = null where id = $1`, [orderId])
  expect(await verifyNext()).toEqual([])
})

test('keeping the book closes the days that are over and adds up', async () => {
  await charge()
  await keepBook(ctx)
  const { rows } = await app.query<{ open: boolean }>(
    `select max(business_date) = ($1::timestamptz at time zone 'Asia/Seoul')::date - 1 as open from closed_days`,
    [ctx.now().toISOString()],
  )
  expect(rows).toEqual([{ open: true }])
  expect(await readTotals(ctx.db)).toEqual(await sumEntries(ctx.db))
  await charge()
  expect(await verifyNext()).toEqual([])
})
