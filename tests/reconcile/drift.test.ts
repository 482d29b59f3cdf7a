import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { reconciliationBreaks } from '@/db/schema/reconciliation'
import { getOrder } from '@/lib/charge/read'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { followHint } from '@/lib/charge/hint'
import { reconcile } from '@/lib/flows/reconcile'
import { readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, startOfKstDay } from '@/lib/time'
import { charged, refund, refundRow } from '../refund/support'
import { expectSound, newRenter, setScene, type Scene } from '../support/scene'
import { allBreaks, openBreaks, reconcileLater } from './support'

const QUERY = 'GET /v1/payments/orders/*'

let scene: Awaited<ReturnType<typeof setScene>>
let alarms: { alarm?: string }[]

beforeEach(async () => {
  scene = await setScene()
  alarms = []
  vi.spyOn(log, 'error').mockImplementation((detail: unknown) => void alarms.push(detail as object))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await expectSound(scene)
  await scene.close()
})

/** A charge of 10,000 won that both sides have. */
const charge = () => charged(scene as Scene, 10_000n)
const later = (ms?: number) => reconcileLater(scene as Scene, ms)
const broken = () => openBreaks(scene)
const rung = () => alarms.filter(({ alarm }) => alarm === 'reconciliation.break')

/** A deposit of 10,000 won that both sides have. */
async function deposited() {
  const { ctx, toss } = scene
  const { userId } = await newRenter(scene)
  const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
  const paymentKey = await toss.authenticate(orderId, 10_000n, 'VIRTUAL_ACCOUNT')
  await confirmCharge(ctx, { userId, orderId, paymentKey, amount: 10_000n })
  await toss.deposit(paymentKey)
  await followHint(ctx, { orderId, secret: null })
  return { userId, orderId, paymentKey }
}

/** Puts another payment in the place of one that Toss has. */
const replace = ({ paymentKey, orderId }: { paymentKey: string; orderId: string }, members: object) =>
  scene.toss.plant({ paymentKey, orderId, totalAmount: 10_000, ...members })

describe('both sides the same', () => {
  test('is a complete run without a break, as often as it is asked for', async () => {
    const part = await charge()
    await refund(scene as Scene, part, 4_000n)
    await charge()
    const run = await later()
    expect(run).toMatchObject({ state: 'COMPLETE', ours: 3, theirs: 3, oursSum: 16_000n, theirsSum: 16_000n })
    expect(run).toMatchObject({ breaks: 0, repaired: 0, settled: 0 })
    expect(await reconcile(scene.ctx)).toMatchObject({
      state: 'COMPLETE',
      breaks: 0,
      repaired: 0,
      settled: 0,
    })
    expect(await allBreaks(scene)).toEqual([])
  })

  test('counts nothing of what may still be on its way', async () => {
    await charge()
    expect(await later(5 * MINUTE_MS)).toMatchObject({ state: 'COMPLETE', ours: 0, theirs: 0 })
  })

  test('across midnight: what the bank undid before it, and we learned of after it, is one thing', async () => {
    const { ctx, toss } = scene
    const midnight = startOfKstDay(addMs(ctx.now(), 2 * DAY_MS))
    await toss.advance(midnight.getTime() - ctx.now().getTime() - 2 * MINUTE_MS)
    const { userId, orderId, paymentKey } = await deposited()
    await toss.deposit(paymentKey, { undo: true })
    await toss.advance(4 * MINUTE_MS)
    await followHint(ctx, { orderId, secret: null })
    expect((await readWallet(ctx, userId)).balance).toBe(0n)
    expect(await later(30 * MINUTE_MS)).toMatchObject({ state: 'COMPLETE', breaks: 0, repaired: 0 })
    for (let day = 0; day < 4; day++)
      expect(await later(DAY_MS)).toMatchObject({ state: 'COMPLETE', repaired: 0 })
    expect((await allBreaks(scene)).filter(({ class: what }) => what !== 'STUCK')).toEqual([])
  })

  test('what the bank undid days before we could learn of it is one thing, however often it is seen', async () => {
    const { ctx, toss } = scene
    const { userId, paymentKey } = await deposited()
    await toss.advance(2 * DAY_MS)
    await toss.deposit(paymentKey, { undo: true })
    // Toss lists it and cannot be asked about it, and no message comes.
    await toss.fault('http5xx-before', { match: QUERY, times: 99 })
    for (let day = 0; day < 3; day++) await later(DAY_MS)
    expect(await broken()).toMatchObject([{ class: 'STATUS_MISMATCH', ours: null, theirs: -10_000n }])
    await toss.clearFaults()
    expect(await later()).toMatchObject({ repaired: 1, breaks: 0 })
    expect((await readWallet(ctx, userId)).balance).toBe(0n)
    for (let day = 0; day < 6; day++) {
      await later(DAY_MS)
      expect((await broken()).filter(({ class: what }) => what !== 'STUCK')).toEqual([])
    }
  })
})

describe('RC-01: Toss has a payment that our book has not', () => {
  test('is credited after another look, and no break is left', async () => {
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(scene.ctx, { userId, amount: 10_000n })
    await scene.toss.plant({ orderId, totalAmount: 10_000 })
    expect(await later()).toMatchObject({ state: 'COMPLETE', repaired: 1, breaks: 0, ours: 1, theirs: 1 })
    expect((await readWallet(scene.ctx, userId)).balance).toBe(10_000n)
  })

  test('is MISSING_HERE where it is for no order of ours: one alarm, however often it is found', async () => {
    await scene.toss.plant({ orderId: 'somebody-elses-order-1', totalAmount: 7_000 })
    for (let n = 0; n < 3; n++) expect(await later()).toMatchObject({ state: 'COMPLETE', breaks: 1 })
    expect(await broken()).toEqual([
      { class: 'MISSING_HERE', orderId: 'somebody-elses-order-1', ours: null, theirs: 7_000n },
    ])
    expect(rung()).toHaveLength(1)
  })

  test('closes itself, repaired, when Toss could not be asked before', async () => {
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(scene.ctx, { userId, amount: 10_000n })
    await scene.toss.plant({ orderId, totalAmount: 10_000 })
    await scene.toss.fault('http5xx-before', { match: QUERY })
    await later()
    expect(await broken()).toMatchObject([{ class: 'MISSING_HERE', orderId, theirs: 10_000n }])
    expect(await later()).toMatchObject({ repaired: 1, breaks: 0 })
    expect(await allBreaks(scene)).toEqual([{ class: 'MISSING_HERE', closedHow: 'repaired' }])
  })

  test('that came and went before we knew leaves nothing', async () => {
    const cancel = { transactionKey: 'back', cancelAmount: 7_000, canceledAt: scene.ctx.now().toISOString() }
    await scene.toss.plant({ orderId: 'somebody-elses-order-1', totalAmount: 7_000, cancels: [cancel] })
    expect(await later()).toMatchObject({ theirs: 2, theirsSum: 0n, breaks: 0 })
  })
})

test('RC-02: a charge that Toss does not have is MISSING_THERE and raises an alarm', async () => {
  const order = await charge()
  await replace(order, { mId: 'tother' })
  await later()
  expect(await broken()).toEqual([
    { class: 'MISSING_THERE', orderId: order.orderId, ours: 10_000n, theirs: null },
  ])
  expect(rung()).toMatchObject([{ class: 'MISSING_THERE', orderId: order.orderId }])
  await replace(order, {})
  expect(await later()).toMatchObject({ breaks: 0 })
  expect(await allBreaks(scene)).toEqual([{ class: 'MISSING_THERE', closedHow: 'agreed' }])
})

test('a break of weeks ago is still open, and closes once it is gone', async () => {
  const order = await charge()
  await replace(order, { mId: 'tother' })
  const approvedAt = scene.ctx.now().toISOString()
  for (let week = 0; week < 3; week++) {
    expect(await later(7 * DAY_MS)).toMatchObject({ state: 'COMPLETE', breaks: 1 })
  }
  await replace(order, { approvedAt })
  expect(await later(DAY_MS)).toMatchObject({ breaks: 0 })
})

test('RC-03: one won more at Toss is an AMOUNT_MISMATCH', async () => {
  const order = await charge()
  await replace(order, { totalAmount: 10_001 })
  await later()
  expect(await broken()).toEqual([
    { class: 'AMOUNT_MISMATCH', orderId: order.orderId, ours: 10_000n, theirs: 10_001n },
  ])
})

describe('RC-04: cancelled at Toss, DONE here', () => {
  test('is taken back here, as if Toss had told us', async () => {
    const order = await charge()
    await scene.toss.takeBack(order.paymentKey, 'dashboard-cancel')
    expect(await later()).toMatchObject({ repaired: 1, breaks: 0 })
    expect(await getOrder(scene.ctx, order.userId, order.orderId)).toMatchObject({ status: 'CANCELED' })
  })

  test('is a STATUS_MISMATCH while Toss does not say more', async () => {
    const order = await charge()
    await scene.toss.takeBack(order.paymentKey, 'chargeback')
    await scene.toss.fault('http5xx-before', { match: QUERY })
    await later()
    expect(await broken()).toEqual([
      { class: 'STATUS_MISMATCH', orderId: order.orderId, ours: null, theirs: -10_000n },
    ])
  })
})

describe('RC-05, RC-07: given back here', () => {
  test('and all there at Toss is a STATUS_MISMATCH', async () => {
    const order = await charge()
    await refund(scene as Scene, order, 10_000n)
    await replace(order, {})
    await later()
    expect(await broken()).toEqual([
      { class: 'STATUS_MISMATCH', orderId: order.orderId, ours: -10_000n, theirs: null },
    ])
  })

  test('in part, and not at Toss, is a CANCEL_MISMATCH', async () => {
    const order = await charge()
    await refund(scene as Scene, order, 4_000n)
    await replace(order, {})
    await later()
    expect(await broken()).toMatchObject([{ class: 'CANCEL_MISMATCH', ours: -4_000n, theirs: null }])
  })

  test('and by another amount at Toss is a CANCEL_MISMATCH', async () => {
    const order = await charge()
    const { refundId } = await refund(scene as Scene, order, 4_000n)
    const { transactionKey } = await refundRow(scene.ctx, refundId)
    const cancel = { transactionKey, cancelAmount: 3_999, canceledAt: scene.ctx.now().toISOString() }
    await replace(order, {
      status: 'PARTIAL_CANCELED',
      approvedAt: scene.ctx.now().toISOString(),
      cancels: [cancel],
    })
    await later()
    expect(await broken()).toMatchObject([{ class: 'CANCEL_MISMATCH', ours: -4_000n, theirs: -3_999n }])
  })
})

test('two payments of one order at Toss are a DUPLICATE', async () => {
  const order = await charge()
  await scene.toss.plant({ orderId: order.orderId, totalAmount: 10_000 })
  await later()
  expect(await broken()).toEqual([
    { class: 'DUPLICATE', orderId: order.orderId, ours: null, theirs: 10_000n },
  ])
})

test('RC-15: what nobody has ended is STUCK, with its age', async () => {
  const { userId } = await newRenter(scene)
  const { orderId } = await createOrder(scene.ctx, { userId, amount: 10_000n })
  expect(await later(HOUR_MS)).toMatchObject({ breaks: 0 })
  await later(HOUR_MS)
  expect(await broken()).toMatchObject([{ class: 'STUCK', orderId, ours: 10_000n }])
  const [row] = await scene.ctx.db
    .select()
    .from(reconciliationBreaks)
    .where(eq(reconciliationBreaks.orderId, orderId))
  expect(row!.occurredAt < addMs(scene.ctx.now(), -HOUR_MS)).toBe(true)
})

test('what is kept of a break holds no payment key', async () => {
  await scene.toss.plant({ orderId: 'somebody-elses-order-1', paymentKey: 'tposs-secret-key' })
  await later()
  const rows = await scene.ctx.db.select().from(reconciliationBreaks)
  expect(
    JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain('tposs-secret-key')
  expect(rows[0]!.paymentKeyFingerprint).toBe(scene.ctx.sealer.fingerprint('tposs-secret-key'))
})
