import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { orders } from '@/db/schema/charge'
import { auditLog } from '@/db/schema/identity'
import { confirmCharge } from '@/lib/charge/confirm'
import { followHint } from '@/lib/charge/hint'
import { getOrder } from '@/lib/charge/read'
import { resolveByQuery } from '@/lib/charge/resolve'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { readNotices } from '@/lib/notification/read-notices'
import { SECOND_MS } from '@/lib/time'
import { newPlace, paidBooking } from '../booking/support'
import { expectSound, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const alarms: { alarm?: string }[] = []

beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation((detail: unknown) => void alarms.push(detail as object))
})
afterEach(async () => {
  vi.restoreAllMocks()
  alarms.length = 0
  await expectSound(scene)
})

async function charged(amount = 10_000n, user?: string) {
  const order = await paidOrder(scene, amount, user)
  expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'DONE' })
  return order
}

/** Pays for a space with it. */
async function spend(renterId: string, amount: bigint) {
  const place = await newPlace(scene, { hourlyPrice: String(amount) })
  await paidBooking(scene, { ...place, renterId, hours: 1 })
}

const hint = async (orderId: string) => {
  await toss.advance(6 * SECOND_MS)
  return followHint(ctx, { orderId, secret: null })
}

const debtOf = async (userId: string) => {
  const { balance, debt } = await readWallet(ctx, userId)
  return { balance, debt }
}

describe.each(['dashboard-cancel', 'chargeback'] as const)('a %s', (how) => {
  test('of everything comes out of the balance: the order is CANCELED, and everybody is told', async () => {
    const order = await charged()
    await toss.takeBack(order.paymentKey, how)
    expect(await hint(order.orderId)).toEqual({ kind: 'looked' })
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({
      status: 'CANCELED',
      takenBack: 10_000n,
    })
    expect(await debtOf(order.userId)).toEqual({ balance: 0n, debt: 0n })
    expect(alarms).toMatchObject([{ alarm: 'charge.reversed', orderId: order.orderId, amount: '10000' }])
    const audited = await ctx.db.select().from(auditLog).where(eq(auditLog.target, order.orderId))
    expect(audited.map(({ action }) => action)).toEqual(['charge.ordered', 'charge.reversed'])
    const { items } = await readHistory(ctx, { userId: order.userId })
    expect(items.map(({ title, amount, reference }) => [title, amount, reference])).toEqual([
      ['충전 취소', -10_000n, order.orderId],
      ['충전', 10_000n, order.orderId],
    ])
  })

  test('of what was spent becomes a debt, which the next charge repays first', async () => {
    const order = await charged()
    await spend(order.userId, 8_000n)
    await toss.takeBack(order.paymentKey, how)
    await hint(order.orderId)
    expect(await debtOf(order.userId)).toEqual({ balance: 0n, debt: 8_000n })
    const { notices } = await readNotices(ctx, { userId: order.userId })
    expect(notices[0]!.body).toContain('잔액에서 2,000원을 뺐어요. 이미 쓴 8,000원은 다음 충전에서 갚게 되고')
    await charged(9_000n, order.userId)
    expect(await debtOf(order.userId)).toEqual({ balance: 1_000n, debt: 0n })
  })

  test('in parts leaves the order DONE until nothing is left, each part taken once', async () => {
    const order = await charged()
    await toss.takeBack(order.paymentKey, how, 3_000n)
    for (let turn = 0; turn < 3; turn++) await hint(order.orderId)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({
      status: 'DONE',
      takenBack: 3_000n,
    })
    await toss.takeBack(order.paymentKey, how)
    await hint(order.orderId)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({
      status: 'CANCELED',
      takenBack: 10_000n,
    })
    expect(await debtOf(order.userId)).toEqual({ balance: 0n, debt: 0n })
    const { rows } = await ctx.db.execute<{ count: string }>(
      sql`select count(*)::text as count from transactions where type = 'charge_reversal' and order_id = ${order.orderId}`,
    )
    expect(rows[0]!.count).toBe('2')
  })

  test('that ten look at at once is taken once', async () => {
    const order = await charged()
    await toss.takeBack(order.paymentKey, how)
    const [row] = await ctx.db.select().from(orders).where(eq(orders.id, order.orderId))
    await Promise.all(Array.from({ length: 10 }, () => resolveByQuery(ctx, row!)))
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ takenBack: 10_000n })
  })
})
