import { afterEach, describe, expect, test } from 'vitest'
import { settings } from '@/db/schema/platform'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { chargeLimits } from '@/lib/charge/limits'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { readWallet } from '@/lib/ledger/read'
import { forgetCount } from '@/lib/policy/rate-limit'
import { readSetting } from '@/lib/settings/read-setting'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, startOfKstDay } from '@/lib/time'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'
import { setSetting } from '../support/set-setting'
import { plantFreeze } from '../support/freeze'

const scene = await openScene()
const { ctx, toss } = scene

afterEach(() => expectSound(scene))

const newUser = async () => (await newRenter(scene)).userId
const balanceOf = async (userId: string) => (await readWallet(ctx, userId)).balance

/** As `paidOrder`, for tests of something else than how often a person may order. */
async function paidOrderUncounted(amount: bigint, userId: string) {
  await forgetCount(ctx, 'order', userId)
  return paidOrder(scene, amount, userId)
}

async function charged(userId: string, ...amounts: bigint[]): Promise<void> {
  for (const amount of amounts) {
    expect(await confirmCharge(ctx, await paidOrderUncounted(amount, userId))).toMatchObject({
      status: 'DONE',
    })
  }
}

const setCharge = (startsAt: Date, value: Record<string, number>) =>
  setSetting(ctx.db, 'charge', value, startsAt)

describe('an amount', () => {
  test.each([0n, -1n])('of %d is none', async (amount) => {
    const userId = await newUser()
    await expect(createOrder(ctx, { userId, amount })).rejects.toMatchObject({ code: 'INVALID_AMOUNT' })
  })

  test('below the least is refused, and the least is not', async () => {
    const userId = await newUser()
    await expect(createOrder(ctx, { userId, amount: 999n })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: '1,000원부터 충전할 수 있어요.',
    })
    expect(await createOrder(ctx, { userId, amount: 1_000n })).toMatchObject({ status: 'READY' })
  })
})

describe('what a wallet may hold', () => {
  test('is checked at the order, to the won', async () => {
    const userId = await newUser()
    await charged(userId, 1_990_000n)
    await expect(createOrder(ctx, { userId, amount: 10_001n })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: '지금은 10,000원까지 충전할 수 있어요.',
    })
    await charged(userId, 10_000n)
    expect(await balanceOf(userId)).toBe(2_000_000n)
    expect(await chargeLimits(ctx, userId)).toMatchObject({ max: 0n })
  })

  test('is told to the won, down to the least that one charge may be', async () => {
    const userId = await newUser()
    await charged(userId, 1_999_000n)
    await expect(createOrder(ctx, { userId, amount: 1_001n })).rejects.toMatchObject({
      message: '지금은 1,000원까지 충전할 수 있어요.',
    })
    await charged(userId, 1_000n)
    await expect(createOrder(ctx, { userId, amount: 1_000n })).rejects.toMatchObject({
      message: '지금은 더 충전할 수 없어요.',
    })
  })

  test('counts what is being confirmed, and not what is only ordered', async () => {
    const userId = await newUser()
    const ordered = await paidOrder(scene, 1_500_000n, userId)
    expect(await chargeLimits(ctx, userId)).toMatchObject({ max: 2_000_000n })
    await toss.fault('drop-after')
    await confirmCharge(ctx, ordered)
    expect(await chargeLimits(ctx, userId)).toMatchObject({ max: 500_000n })
    await toss.advance(30 * SECOND_MS)
    await recoverCharges(ctx)
    expect(await balanceOf(userId)).toBe(1_500_000n)
  })

  test('holds for two orders that fit one by one and not together: Toss is asked for one', async () => {
    const userId = await newUser()
    const orders = [await paidOrder(scene, 1_500_000n, userId), await paidOrder(scene, 1_500_000n, userId)]
    const answers = await Promise.allSettled(orders.map((order) => confirmCharge(ctx, order)))
    const refused = answers.findIndex(({ status }) => status === 'rejected')
    expect(answers[refused]).toMatchObject({ reason: { code: 'LIMIT_EXCEEDED' } })
    expect(answers[1 - refused]).toMatchObject({ value: { status: 'DONE' } })
    expect(await toss.confirms(orders[refused]!.orderId)).toEqual([])
    expect(await getOrder(ctx, userId, orders[refused]!.orderId)).toMatchObject({ status: 'READY' })
    expect(await balanceOf(userId)).toBe(1_500_000n)
  })

  test('keeps money apart that Toss took beyond it', async () => {
    const userId = await newUser()
    const late = await createOrder(ctx, { userId, amount: 1_500_000n })
    await charged(userId, 1_500_000n)
    await toss.plant({ orderId: late.orderId, totalAmount: 1_500_000 })
    await toss.advance(HOUR_MS)
    await recoverCharges(ctx)
    expect(await getOrder(ctx, userId, late.orderId)).toMatchObject({ status: 'NEEDS_REVIEW' })
    expect(await balanceOf(userId)).toBe(1_500_000n)
  })
})

describe('an account that was frozen after the order', () => {
  test('may not charge, and Toss is not asked', async () => {
    const order = await paidOrder(scene, 10_000n)
    await plantFreeze(ctx, order.userId)
    await expect(confirmCharge(ctx, order)).rejects.toMatchObject({ code: 'ACCOUNT_FROZEN' })
    await expect(createOrder(ctx, { userId: order.userId, amount: 1_000n })).rejects.toMatchObject({
      code: 'ACCOUNT_FROZEN',
    })
    expect(await toss.confirms(order.orderId)).toEqual([])
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'READY' })
  })

  test('still gets the money that Toss had already taken', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-after')
    await confirmCharge(ctx, order)
    await plantFreeze(ctx, order.userId)
    await toss.advance(30 * SECOND_MS)
    await recoverCharges(ctx)
    expect(await balanceOf(order.userId)).toBe(10_000n)
  })
})

describe('how often', () => {
  test('fifty orders at once are ten, and the rest is told when to come back', async () => {
    const userId = await newUser()
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, () => createOrder(ctx, { userId, amount: 1_000n })),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    for (const answer of answers) {
      if (answer.status === 'fulfilled') continue
      expect(answer.reason).toMatchObject({ code: 'RATE_LIMITED' })
      expect(answer.reason.retryAfterSeconds).toBeGreaterThan(0)
      expect(answer.reason.retryAfterSeconds).toBeLessThanOrEqual(60)
    }
  })

  test('a repeated order costs nothing: fifty with one key are one order', async () => {
    const userId = await newUser()
    const make = () => createOrder(ctx, { userId, amount: 1_000n, requestKey: 'one-key-for-all-of-them' })
    const first = await make()
    expect(first).toMatchObject({ orderId: expect.any(String), amount: 1_000n, status: 'READY' })
    const answers = await Promise.all(Array.from({ length: 50 }, make))
    expect(new Set(answers.map(({ orderId }) => orderId))).toEqual(new Set([first.orderId]))
  })

  test('one key for orders at the same moment makes one order', async () => {
    const userId = await newUser()
    const make = () => createOrder(ctx, { userId, amount: 1_000n, requestKey: 'the-same-moment-0001' })
    const answers = await Promise.all(Array.from({ length: 10 }, make))
    expect(new Set(answers.map(({ orderId }) => orderId)).size).toBe(1)
  })

  test('twenty-five orders confirmed at once are twenty; the others stay as they were', async () => {
    const userId = await newUser()
    const orders: Awaited<ReturnType<typeof paidOrder>>[] = []
    for (let i = 0; i < 25; i++) orders.push(await paidOrderUncounted(1_000n, userId))
    const answers = await Promise.allSettled(orders.map((order) => confirmCharge(ctx, order)))
    const refused = answers.flatMap((answer, i) =>
      answer.status === 'rejected' ? [{ answer, order: orders[i]! }] : [],
    )
    expect(refused).toHaveLength(5)
    for (const { answer, order } of refused) {
      expect(answer.reason).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 })
      expect(await getOrder(ctx, userId, order.orderId)).toMatchObject({ status: 'READY' })
    }
    await expect.poll(() => balanceOf(userId)).toBe(20_000n)

    const repeated = answers.findIndex(({ status }) => status === 'fulfilled')
    expect(await confirmCharge(ctx, orders[repeated]!)).toMatchObject({ status: 'DONE' })
    await toss.advance(MINUTE_MS + SECOND_MS)
    expect(await confirmCharge(ctx, refused[0]!.order)).toMatchObject({ status: 'DONE' })
  })
})

// Last: what is set here stays in force for the tests that come after.
describe('what is set', () => {
  test('holds from its start time, the newest that has started', async () => {
    const now = ctx.now()
    await setCharge(addMs(now, -HOUR_MS), { min: 2_000 })
    await setCharge(addMs(now, HOUR_MS), { min: 3_000 })
    expect(await readSetting(ctx, 'charge')).toEqual({ min: 2_000n, cap: 2_000_000n, dailyMax: 10_000_000n })
    await toss.advance(HOUR_MS + SECOND_MS)
    expect(await readSetting(ctx, 'charge')).toMatchObject({ min: 3_000n })
  })

  test('cannot be changed afterwards, only followed by another', async () => {
    await expect(ctx.db.update(settings).set({ value: {} })).rejects.toMatchObject({
      cause: { code: '42501' },
    })
  })

  test("a person's day ends at midnight in Korea", async () => {
    await setCharge(ctx.now(), { dailyMax: 50_000 })
    const midnight = addMs(startOfKstDay(ctx.now()), DAY_MS)
    const userId = await newUser()
    await toss.advance(midnight.getTime() - ctx.now().getTime() - 10 * MINUTE_MS)
    await charged(userId, 50_000n)
    await expect(createOrder(ctx, { userId, amount: 1_000n })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: '지금은 더 충전할 수 없어요.',
    })
    await toss.advance(midnight.getTime() - ctx.now().getTime() - 5 * SECOND_MS)
    expect(await chargeLimits(ctx, userId)).toMatchObject({ max: 0n })
    await toss.advance(6 * SECOND_MS)
    expect(await chargeLimits(ctx, userId)).toMatchObject({ max: 50_000n })
    await charged(userId, 50_000n)
  })
})
