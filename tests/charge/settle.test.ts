import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { orders, type OrderStatus } from '@/db/schema/charge'
import { claimOrder } from '@/lib/charge/claim'
import { createOrder } from '@/lib/charge/create-order'
import { settleCharge, type Evidence } from '@/lib/charge/settle'
import type { Ctx } from '@/lib/context'
import { log } from '@/lib/log'
import { addMs, DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import type { Payment } from '@/lib/toss/payment'
import { paymentSchema } from '@/lib/toss/payment'
import { donePayment } from '../support/fixed-toss'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene
const alarms: unknown[] = []

beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation((detail: unknown) => void alarms.push(detail))
})

afterEach(() => {
  vi.restoreAllMocks()
  alarms.length = 0
})

const NOW = new Date('2026-11-22T10:00:00.000Z')
const at = (now: Date): Ctx => ({ ...ctx, now: () => now })

/** An order that was claimed at noon, and what Toss would say of its payment. */
async function claimed(changed: Partial<typeof orders.$inferInsert> = {}) {
  const { userId } = await newRenter(scene)
  const { orderId } = await createOrder(at(NOW), { userId, amount: 10_000n })
  const paymentKey = `key-${orderId}`
  await claimOrder(at(NOW), { userId, orderId, paymentKey, amount: 10_000n })
  if (Object.keys(changed).length) await ctx.db.update(orders).set(changed).where(eq(orders.id, orderId))
  const payment = (other: object = {}): Payment =>
    paymentSchema.parse({ ...donePayment(orderId, paymentKey, 10_000), ...other })
  return { userId, orderId, paymentKey, payment }
}

const rowOf = async (orderId: string) =>
  (await ctx.db.select().from(orders).where(eq(orders.id, orderId)))[0]!

const reasonOf = async (orderId: string) =>
  (
    await ctx.db.execute<{ reason: string }>(
      sql`select detail ->> 'reason' as reason from audit_log where target = ${orderId} and action = 'charge.needs_review'`,
    )
  ).rows.map(({ reason }) => reason)

const postings = async (orderId: string) =>
  (
    await ctx.db.execute<{ type: string; at: Date }>(
      sql`select type, occurred_at as at from transactions where order_id = ${orderId}`,
    )
  ).rows.map(({ type, at }) => ({ type, at: new Date(at) }))

const paid = (payment: Payment, status: OrderStatus = 'CONFIRMING'): Evidence => ({
  kind: 'payment',
  payment,
  seen: { status, depositsUndone: 0 },
})

describe('an order whose payment is done', () => {
  test('keeps what Toss says of it, and is looked at no more', async () => {
    const { orderId, paymentKey, payment } = await claimed({ failureCode: 'OLD' })
    await settleCharge(at(NOW), orderId, paid(payment()))
    const row = await rowOf(orderId)
    expect(row).toMatchObject({
      status: 'DONE',
      method: 'CARD',
      approvedAt: new Date('2026-11-22T10:00:00Z'),
      failureCode: null,
      nextCheckAt: null,
      updatedAt: NOW,
      paymentKeyFingerprint: ctx.sealer.fingerprint(paymentKey),
    })
    expect(ctx.sealer.open(row.receiptUrlSealed!)).toBe('https://dashboard.tosspayments.com/receipt')
    expect(ctx.sealer.open(row.paymentKeySealed!)).toBe(paymentKey)
    expect(await postings(orderId)).toEqual([{ type: 'charge', at: new Date('2026-11-22T10:00:00Z') }])
  })

  test('has no receipt, and is of this moment, where Toss says nothing of them', async () => {
    const { orderId, payment } = await claimed()
    const later = addMs(NOW, 7 * SECOND_MS)
    await settleCharge(at(later), orderId, paid(payment({ receipt: null, approvedAt: null })))
    expect(await rowOf(orderId)).toMatchObject({ status: 'DONE', receiptUrlSealed: null, approvedAt: later })
    expect(await postings(orderId)).toEqual([{ type: 'charge', at: later }])
  })

  test('and exceeds what a wallet may hold by a won, goes to a person', async () => {
    const { userId, orderId, payment } = await claimed()
    const other = await createOrder(at(NOW), { userId, amount: 1_000n })
    await ctx.db.update(orders).set({ amount: 1_990_001n }).where(eq(orders.id, other.orderId))
    const done = paymentSchema.parse(donePayment(other.orderId, `key-${other.orderId}`, 1_990_001))
    expect(await settleCharge(at(NOW), other.orderId, paid(done))).toMatchObject({ status: 'DONE' })
    expect(await settleCharge(at(NOW), orderId, paid(payment()))).toMatchObject({
      status: 'NEEDS_REVIEW',
      nextCheckAt: null,
    })
    expect(await reasonOf(orderId)).toEqual(['over_cap'])
    expect(alarms).toEqual([{ alarm: 'charge.needs_review', orderId, reason: 'over_cap' }])
    expect(await postings(orderId)).toMatchObject([{ type: 'suspense_in' }])
  })
})

describe('an order whose payment is not done', () => {
  test('waits for a deposit under the key that Toss gave, and is looked at within five minutes', async () => {
    const { orderId, paymentKey, payment } = await claimed({ paymentKeySealed: null })
    await settleCharge(at(NOW), orderId, paid(payment({ status: 'WAITING_FOR_DEPOSIT', method: '가상계좌' })))
    const row = await rowOf(orderId)
    expect(row).toMatchObject({ status: 'WAITING_FOR_DEPOSIT', method: 'VIRTUAL_ACCOUNT' })
    expect(row.nextCheckAt).toEqual(addMs(NOW, 4 * MINUTE_MS))
    expect(ctx.sealer.open(row.paymentKeySealed!)).toBe(paymentKey)
  })

  test.each([
    [{ code: 'REJECT_CARD_PAYMENT', message: '' }, 'REJECT_CARD_PAYMENT'],
    [null, 'PAY_PROCESS_ABORTED'],
  ])('was aborted with %o: failed with %s', async (failure, failureCode) => {
    const { orderId, payment } = await claimed()
    await settleCharge(at(NOW), orderId, paid(payment({ status: 'ABORTED', failure })))
    expect(await rowOf(orderId)).toMatchObject({ status: 'FAILED', failureCode, nextCheckAt: null })
  })

  test('was canceled in part before it was credited: a person has to see it', async () => {
    const { orderId, payment } = await claimed()
    await settleCharge(at(NOW), orderId, paid(payment({ status: 'PARTIAL_CANCELED' })))
    expect(await reasonOf(orderId)).toEqual(['partially_canceled_before_credit'])
    expect(await postings(orderId)).toEqual([])
  })

  test.each([
    [
      { kind: 'declined', code: 'FDS_ERROR' },
      { status: 'FAILED', failureCode: 'FDS_ERROR' },
    ],
    [{ kind: 'lapsed' }, { status: 'EXPIRED', failureCode: null }],
  ] as const)('%o ends it', async (evidence, ended) => {
    const { orderId } = await claimed()
    await settleCharge(at(NOW), orderId, evidence)
    expect(await rowOf(orderId)).toMatchObject({ ...ended, nextCheckAt: null, updatedAt: NOW })
  })
})

describe('an order of which nothing is known', () => {
  test.each([
    [0, SECOND_MS],
    [3, 8 * SECOND_MS],
    [9, 30 * SECOND_MS],
  ])('after %d looks is looked at %d ms later', async (checks, pauseMs) => {
    const { orderId } = await claimed({ checks })
    await settleCharge(at(NOW), orderId, { kind: 'open' })
    expect(await rowOf(orderId)).toMatchObject({
      status: 'CONFIRMING',
      nextCheckAt: addMs(NOW, pauseMs),
    })
  })

  test.each(['READY', 'IN_PROGRESS'])('as Toss shows it %s, is looked at again', async (status) => {
    const { orderId, payment } = await claimed({ checks: 1 })
    await settleCharge(at(NOW), orderId, paid(payment({ status })))
    expect(await rowOf(orderId)).toMatchObject({
      status: 'CONFIRMING',
      nextCheckAt: addMs(NOW, 2 * SECOND_MS),
    })
  })

  test('goes to a person after a day, and not at it', async () => {
    const { orderId, payment } = await claimed()
    for (const evidence of [{ kind: 'open' } as const, paid(payment({ status: 'IN_PROGRESS' }))]) {
      await settleCharge(at(addMs(NOW, DAY_MS)), orderId, evidence)
      expect(await rowOf(orderId)).toMatchObject({ status: 'CONFIRMING' })
    }
    await settleCharge(at(addMs(NOW, DAY_MS + 1)), orderId, { kind: 'open' })
    expect(await rowOf(orderId)).toMatchObject({ status: 'NEEDS_REVIEW', nextCheckAt: null })
    expect(await reasonOf(orderId)).toEqual(['unknown_for_a_day'])
  })

  test('is never given up before it was confirmed', async () => {
    const { orderId } = await claimed({ confirmingAt: null })
    await settleCharge(at(addMs(NOW, 2 * DAY_MS)), orderId, { kind: 'open' })
    expect(await rowOf(orderId)).toMatchObject({ status: 'CONFIRMING' })
  })
})

describe('an order that has ended', () => {
  const ENDED: OrderStatus[] = ['FAILED', 'EXPIRED', 'CANCELED']

  test.each(ENDED)('%s stays as it is, whatever Toss says of a payment that took nothing', async (status) => {
    const { orderId, payment } = await claimed({ status, failureCode: 'FIRST', nextCheckAt: null })
    const before = await rowOf(orderId)
    const nothingTaken = ['READY', 'IN_PROGRESS', 'WAITING_FOR_DEPOSIT', 'ABORTED', 'EXPIRED', 'CANCELED']
    for (const evidence of [
      { kind: 'open' },
      { kind: 'lapsed' },
      { kind: 'declined', code: 'SECOND' },
      ...nothingTaken.map((state) => paid(payment({ status: state }))),
      paid(payment({ status: 'ABORTED', totalAmount: 1 })),
    ] as Evidence[]) {
      await settleCharge(at(addMs(NOW, 2 * DAY_MS)), orderId, evidence)
      expect(await rowOf(orderId)).toEqual(before)
    }
  })

  test.each(ENDED)('%s is credited all the same when Toss has the money', async (status) => {
    const { orderId, payment } = await claimed({ status, failureCode: 'FIRST' })
    await settleCharge(at(NOW), orderId, paid(payment()))
    expect(await rowOf(orderId)).toMatchObject({ status: 'DONE', failureCode: null })
  })

  const NOTHING_NEW: Evidence[] = [{ kind: 'open' }, { kind: 'lapsed' }, { kind: 'declined', code: 'LATE' }]

  test('DONE is past whatever does not say that the money has gone back', async () => {
    const { orderId, payment } = await claimed({ status: 'DONE', approvedAt: NOW, nextCheckAt: null })
    const before = await rowOf(orderId)
    for (const evidence of [...NOTHING_NEW, paid(payment(), 'DONE'), paid(payment(), 'CONFIRMING')]) {
      await settleCharge(at(addMs(NOW, 2 * DAY_MS)), orderId, evidence)
      expect(await rowOf(orderId)).toEqual(before)
    }
    expect(await postings(orderId)).toEqual([])
    expect(alarms).toEqual([])
  })

  test.each([
    ['another order', { orderId: 'another' }, 'orderId'],
    ['another currency', { currency: 'USD' }, 'currency'],
    ['another amount', { totalAmount: 1 }, 'totalAmount'],
    ['a state that DONE never goes to', { status: 'EXPIRED' }, 'status'],
  ])('DONE stays as it is, and a person is told, when Toss speaks of %s', async (_, other, field) => {
    const { orderId, payment } = await claimed({ status: 'DONE', approvedAt: NOW, nextCheckAt: null })
    const before = await rowOf(orderId)
    await settleCharge(at(NOW), orderId, paid(payment(other), 'DONE'))
    expect(await rowOf(orderId)).toEqual(before)
    expect(alarms).toEqual([{ alarm: 'charge.contradicted', orderId, field }])
  })

  test('DONE that Toss shows as canceled without saying by what stays as it is, and a person is told', async () => {
    const { orderId, payment } = await claimed({ status: 'DONE', approvedAt: NOW, nextCheckAt: null })
    const before = await rowOf(orderId)
    await settleCharge(at(NOW), orderId, paid(payment({ status: 'CANCELED', balanceAmount: 0 }), 'DONE'))
    expect(await rowOf(orderId)).toEqual(before)
    expect(alarms).toEqual([{ alarm: 'charge.canceled_without_list', orderId }])
  })

  test('NEEDS_REVIEW is past everything that Toss may say', async () => {
    const { orderId, payment } = await claimed({ status: 'NEEDS_REVIEW' })
    const before = await rowOf(orderId)
    const shown = ['DONE', 'CANCELED', 'PARTIAL_CANCELED'].map((status) => paid(payment({ status })))
    for (const evidence of [...NOTHING_NEW, ...shown, paid(payment({ orderId: 'another' }))]) {
      await settleCharge(at(addMs(NOW, 2 * DAY_MS)), orderId, evidence)
      expect(await rowOf(orderId)).toEqual(before)
    }
    expect(await postings(orderId)).toEqual([])
    expect(alarms).toEqual([])
  })
})
