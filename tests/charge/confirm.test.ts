import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { tossCalls } from '@/db/schema/charge'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene

const balanceOf = async (userId: string) => (await readWallet(ctx, userId)).balance

describe('a confirmed charge', () => {
  test('credits the wallet once, by its own amount, with a line in the history', async () => {
    const order = await paidOrder(scene, 50_000n)
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'DONE', method: 'CARD', amount: 50_000n })
    expect(await balanceOf(order.userId)).toBe(50_000n)
    const { items } = await readHistory(ctx, { userId: order.userId })
    expect(items).toMatchObject([
      { type: 'charge', amount: 50_000n, balanceAfter: 50_000n, reference: order.orderId },
    ])
    await expectSound(scene)
  })

  test('is asked of Toss once for fifty confirms at the same moment', async () => {
    const order = await paidOrder(scene, 10_000n)
    const answers = await Promise.all(Array.from({ length: 50 }, () => confirmCharge(ctx, order)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['DONE']))
    expect(await toss.confirms(order.orderId)).toHaveLength(1)
    expect(await balanceOf(order.userId)).toBe(10_000n)
    await expectSound(scene)
  })
})

describe('a charge that has ended', () => {
  test('is answered from its order when it is confirmed again: Toss is not asked', async () => {
    const done = await paidOrder(scene, 10_000n)
    await confirmCharge(ctx, done)
    const failed = await paidOrder(scene, 10_000n)
    await toss.fault('code:REJECT_CARD_PAYMENT')
    await confirmCharge(ctx, failed)
    for (const { order, status } of [
      { order: done, status: 'DONE' },
      { order: failed, status: 'FAILED' },
    ]) {
      const before = await ctx.db.$count(tossCalls, eq(tossCalls.orderId, order.orderId))
      expect(await confirmCharge(ctx, order)).toMatchObject({ orderId: order.orderId, status })
      expect(await ctx.db.$count(tossCalls, eq(tossCalls.orderId, order.orderId))).toBe(before)
    }
  })
})

describe('an unknown outcome', () => {
  test('a lost reply never loses or doubles the money', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-after')
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'CONFIRMING' })
    await toss.advance(2 * SECOND_MS)
    await recoverCharges(ctx)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'DONE' })
    expect(await balanceOf(order.userId)).toBe(10_000n)
    await expectSound(scene)
  })
})

describe('a refusal', () => {
  test("another's order looks like one that does not exist", async () => {
    const order = await paidOrder(scene, 10_000n)
    const { userId } = await newRenter(scene)
    await expect(confirmCharge(ctx, { ...order, userId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await toss.confirms(order.orderId)).toHaveLength(0)
  })

  test('an order whose buyer never reached the payment window lapses', async () => {
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    await toss.advance(46 * MINUTE_MS)
    await recoverCharges(ctx)
    expect(await getOrder(ctx, userId, orderId)).toMatchObject({ status: 'EXPIRED', failure: null })
    await toss.advance(MINUTE_MS)
    expect(await recoverCharges(ctx), 'and is left alone from then on').toBe(0)
  })

  test('an order that nobody paid lapses', async () => {
    const { userId } = await newRenter(scene)
    const order = await paidOrder(scene, 10_000n, userId)
    await toss.advance(46 * MINUTE_MS)
    await recoverCharges(ctx)
    expect(await getOrder(ctx, userId, order.orderId)).toMatchObject({ status: 'EXPIRED' })
    await expect(confirmCharge(ctx, order)).resolves.toMatchObject({ status: 'EXPIRED' })
    expect(await balanceOf(userId)).toBe(0n)
  })
})
