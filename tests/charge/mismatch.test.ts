import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { eq, sql } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { resolveByQuery } from '@/lib/charge/resolve'
import { settleCharge } from '@/lib/charge/settle'
import type { Ctx } from '@/lib/context'
import { readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { HOUR_MS, MINUTE_MS } from '@/lib/time'
import { paymentSchema } from '@/lib/toss/payment'
import { donePayment, openFixedToss } from '../support/fixed-toss'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const alarms: string[] = []

beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation((detail: unknown) => {
    const { alarm } = detail as { alarm?: string }
    if (alarm) alarms.push(alarm)
  })
})

afterEach(async () => {
  vi.restoreAllMocks()
  alarms.length = 0
  await toss.clearFaults()
  await expectSound(scene)
})

type Posted = { type: string; account: string; amount: string }

async function postedFor(orderId: string): Promise<string[]> {
  const { rows } = await ctx.db.execute<Posted>(
    sql`select t.type, e.account, e.amount from transactions t join entries e on e.transaction_id = t.id
      where t.reference = ${orderId} order by t.type, e.line`,
  )
  return rows.map(({ type, account, amount }) => `${type} ${account} ${amount}`)
}

/** What was written down of an order since it was made. */
async function auditedFor(orderId: string): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ action: string; reason: string | null }>(
    sql`select action, detail ->> 'reason' as reason from audit_log
      where target = ${orderId} and action <> 'charge.ordered' order by id`,
  )
  return rows.map(({ action, reason }) => [action, reason].filter(Boolean).join(' '))
}

const balanceOf = async (userId: string) => (await readWallet(ctx, userId)).balance

/** The context of a Toss that answers confirm with this, whatever it was asked. */
async function answering(payment: Record<string, unknown>): Promise<Ctx> {
  return { ...ctx, toss: await openFixedToss(() => ({ body: payment })) }
}

describe('an amount that is not the order’s', () => {
  test('in the browser stops the charge before Toss is asked, and is written down', async () => {
    const order = await paidOrder(scene, 10_000n)
    for (const amount of [1_000_000n, 100n, 9_999n]) {
      await expect(confirmCharge(ctx, { ...order, amount })).rejects.toMatchObject({
        code: 'AMOUNT_MISMATCH',
      })
    }
    expect(await toss.confirms(order.orderId)).toEqual([])
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'READY' })
    expect(await auditedFor(order.orderId)).toEqual(Array(3).fill('charge.amount_mismatch'))
    const { rows } = await ctx.db.execute(
      sql`select detail from audit_log where target = ${order.orderId} and action = 'charge.amount_mismatch'
        order by id limit 1`,
    )
    expect(rows).toEqual([{ detail: { asked: '1000000', ordered: '10000' } }])
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'DONE' })
  })

  test('in the payment window is refused by Toss, for we send our own', async () => {
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 1_000_000n })
    const paymentKey = await toss.authenticate(orderId, 1_000n)
    const charge = { userId, orderId, paymentKey }
    await expect(confirmCharge(ctx, { ...charge, amount: 1_000n })).rejects.toMatchObject({
      code: 'AMOUNT_MISMATCH',
    })
    expect(await confirmCharge(ctx, { ...charge, amount: 1_000_000n })).toMatchObject({ status: 'FAILED' })
    expect(await toss.confirms(orderId)).toMatchObject([{ body: { amount: 1_000_000 } }])
    expect(await toss.taken(orderId)).toBe(0n)
    expect(await balanceOf(userId)).toBe(0n)
  })

  test.each([9_999, 10_001, 1])('taken by Toss, as %d, is kept apart for a person', async (totalAmount) => {
    const order = await paidOrder(scene, 10_000n)
    const payment = { ...donePayment(order.orderId, order.paymentKey, totalAmount) }
    expect(await confirmCharge(await answering(payment), order)).toMatchObject({ status: 'NEEDS_REVIEW' })
    expect(await postedFor(order.orderId)).toEqual([
      `suspense_in pg_receivable ${-totalAmount}`,
      `suspense_in suspense ${totalAmount}`,
    ])
    expect(await balanceOf(order.userId)).toBe(0n)
    expect(alarms).toEqual(['charge.needs_review'])
    expect(await auditedFor(order.orderId)).toEqual(['charge.needs_review mismatch.totalAmount'])
  })

  test('of nothing at all goes to a person without a posting', async () => {
    const order = await paidOrder(scene, 10_000n)
    const payment = donePayment(order.orderId, order.paymentKey, 0)
    expect(await confirmCharge(await answering(payment), order)).toMatchObject({ status: 'NEEDS_REVIEW' })
    expect(await postedFor(order.orderId)).toEqual([])
  })
})

describe("an answer about something else than our order's money", () => {
  const FOREIGN: [string, Record<string, unknown>][] = [
    ['orderId', { orderId: 'ord_AAAAAAAAAAAAAAAAAAAAAA' }],
    ['currency', { currency: 'USD' }],
    ['mId', { mId: 'tsomebodyelse' }],
  ]
  test.each(FOREIGN)('by its %s posts nothing and goes to a person', async (field, other) => {
    const order = await paidOrder(scene, 10_000n)
    const payment = { ...donePayment(order.orderId, order.paymentKey, 10_000), ...other }
    expect(await confirmCharge(await answering(payment), order)).toMatchObject({ status: 'NEEDS_REVIEW' })
    expect(await postedFor(order.orderId)).toEqual([])
    expect(await auditedFor(order.orderId)).toEqual([`charge.needs_review mismatch.${field}`])
    expect(alarms).toEqual(['charge.needs_review'])
  })

  test('by its paymentKey is money for our order, and kept apart', async () => {
    const order = await paidOrder(scene, 10_000n)
    const payment = donePayment(order.orderId, 'another_payment', 10_000)
    expect(await confirmCharge(await answering(payment), order)).toMatchObject({ status: 'NEEDS_REVIEW' })
    expect(await postedFor(order.orderId)).toEqual([
      'suspense_in pg_receivable -10000',
      'suspense_in suspense 10000',
    ])
    expect(await auditedFor(order.orderId)).toEqual(['charge.needs_review mismatch.paymentKey'])
    expect(await balanceOf(order.userId)).toBe(0n)
  })

  test('one payment cannot be used for two orders', async () => {
    const first = await paidOrder(scene, 10_000n)
    await confirmCharge(ctx, first)
    const { orderId } = await createOrder(ctx, { userId: first.userId, amount: 10_000n })
    expect(await confirmCharge(ctx, { ...first, orderId })).not.toMatchObject({ status: 'DONE' })
    expect(await balanceOf(first.userId)).toBe(10_000n)
  })
})

describe('a payment that is not done', () => {
  const STATES: [string, string][] = [
    ['WAITING_FOR_DEPOSIT', 'WAITING_FOR_DEPOSIT'],
    ['ABORTED', 'FAILED'],
    ['EXPIRED', 'EXPIRED'],
    ['CANCELED', 'CANCELED'],
    ['PARTIAL_CANCELED', 'NEEDS_REVIEW'],
    ['IN_PROGRESS', 'CONFIRMING'],
    ['READY', 'CONFIRMING'],
  ]
  test.each(STATES)('%s makes the order %s and posts nothing', async (status, expected) => {
    const order = await paidOrder(scene, 10_000n)
    const payment = { ...donePayment(order.orderId, order.paymentKey, 10_000), status, approvedAt: null }
    expect(await confirmCharge(await answering(payment), order)).toMatchObject({ status: expected })
    expect(await postedFor(order.orderId)).toEqual([])
    expect(await balanceOf(order.userId)).toBe(0n)
  })

  const UNDONE = ['WAITING_FOR_DEPOSIT', 'ABORTED', 'EXPIRED', 'CANCELED', 'IN_PROGRESS', 'READY']
  test.each(UNDONE)('%s, and for another amount, goes to a person', async (status) => {
    const order = await paidOrder(scene, 10_000n)
    const payment = { ...donePayment(order.orderId, order.paymentKey, 9_999), status, approvedAt: null }
    expect(await confirmCharge(await answering(payment), order)).toMatchObject({ status: 'NEEDS_REVIEW' })
    expect(await postedFor(order.orderId)).toEqual([])
    expect(await auditedFor(order.orderId)).toEqual(['charge.needs_review mismatch.totalAmount'])
  })

  test('an answer that comes twice, or after the end, changes nothing', async () => {
    const order = await paidOrder(scene, 10_000n)
    await confirmCharge(ctx, order)
    const done = paymentSchema.parse(donePayment(order.orderId, order.paymentKey, 10_000))
    const seen = { status: 'DONE', depositsUndone: 0 } as const
    for (const evidence of [
      { kind: 'payment', payment: done, seen },
      { kind: 'payment', payment: { ...done, status: 'ABORTED' }, seen },
      { kind: 'payment', payment: { ...done, totalAmount: 1 }, seen },
      { kind: 'declined', code: 'REJECT_CARD_PAYMENT' },
      { kind: 'lapsed' },
      { kind: 'open' },
    ] as const) {
      expect(await settleCharge(ctx, order.orderId, evidence)).toMatchObject({ status: 'DONE' })
    }
    expect(await balanceOf(order.userId)).toBe(10_000n)
  })
})

describe('late money wins', () => {
  test('over an order that has lapsed here', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-before', { times: 10 })
    await confirmCharge(ctx, order)
    await toss.advance(13 * MINUTE_MS)
    await recoverCharges(ctx)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'EXPIRED' })

    await toss.plant({ orderId: order.orderId, paymentKey: order.paymentKey, totalAmount: 10_000 })
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'DONE', failure: null })
    expect(await balanceOf(order.userId)).toBe(10_000n)
  })

  test('over an order that had failed', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('code:REJECT_CARD_PAYMENT')
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'FAILED' })
    await ctx.toss.confirm({ ...order, idempotencyKey: `late:${order.orderId}` })
    const [failed] = await ctx.db.select().from(orders).where(eq(orders.id, order.orderId))
    await resolveByQuery(ctx, failed!)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'DONE', failure: null })
    expect(await balanceOf(order.userId)).toBe(10_000n)
  })

  test('of an order whose buyer never came back is found by the job', async () => {
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    await toss.plant({ orderId, totalAmount: 10_000 })
    await toss.advance(HOUR_MS)
    await recoverCharges(ctx)
    expect(await getOrder(ctx, userId, orderId)).toMatchObject({ status: 'DONE' })
    expect(await balanceOf(userId)).toBe(10_000n)
  })
})
