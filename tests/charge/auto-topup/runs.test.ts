import { afterEach, describe, expect, test } from 'vitest'
import { lookAfterCards } from '@/lib/charge/auto-topup/look-after'
import { readAutoTopUp } from '@/lib/charge/auto-topup/read'
import { registerCard } from '@/lib/charge/auto-topup/register-card'
import { resumeAutoTopUp } from '@/lib/charge/auto-topup/resume'
import { topUpBalances } from '@/lib/charge/auto-topup/top-up-balances'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'
import { confirmCharge } from '@/lib/charge/confirm'
import { followHint } from '@/lib/charge/hint'
import { recoverCharges } from '@/lib/charge/recover'
import { readWallet } from '@/lib/ledger/read'
import { refundCharges } from '@/lib/refund/refund-charges'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, startOfNextKstMonth } from '@/lib/time'
import { expectSound, openScene, paidOrder } from '../../support/scene'
import { spend } from '../../refund/support'
import { setSwitch } from '../../support/set-setting'
import { agree, CHARGE, FIGURES, REMOVE, rowOf, runsOf, told, turnedOn } from './support'
import { liftFreeze, plantFreeze } from '../../support/freeze'

const scene = await openScene()
const { ctx, toss } = scene

afterEach(async () => {
  await toss.clearFaults()
  await expectSound(scene)
  // The next test's people are the only ones whose balance is low.
  await ctx.db.$client.query(`update auto_topups set next_run_at = '2100-01-01' where state = 'ON'`)
})

const balanceOf = async (userId: string) => (await readWallet(ctx, userId)).balance
const statusesOf = async (userId: string) => (await runsOf(scene, userId)).map(({ status }) => status)

/** The workers' next turns after some time. */
async function work(ms = 0): Promise<void> {
  if (ms > 0) await toss.advance(ms)
  await Promise.all([topUpBalances(ctx), topUpBalances(ctx), topUpBalances(ctx)])
  while ((await recoverCharges(ctx)) > 0);
  while ((await lookAfterCards(ctx)) > 0);
}

/** Ten minutes of a person's life: whatever is due is done. */
async function pass(): Promise<void> {
  for (let s = 0; s < 15 * MINUTE_MS; s += 30 * SECOND_MS) await work(30 * SECOND_MS)
}

describe('a balance below the threshold', () => {
  test('is topped up once, however many workers look', async () => {
    const { userId } = await turnedOn(scene)
    await work()
    expect(await balanceOf(userId)).toBe(10_000n)
    await work(MINUTE_MS)
    expect(await runsOf(scene, userId)).toMatchObject([
      { status: 'DONE', amount: 10_000n, topUpTrigger: 'threshold', method: 'CARD' },
    ])
    expect(await told(scene, userId)).toEqual(['auto_topup.on', 'auto_topup.done'])
  })

  test('is topped up again when it has fallen again, and not before', async () => {
    const { userId } = await turnedOn(scene, { threshold: 10_001n })
    await work()
    await work()
    expect(await statusesOf(userId)).toEqual(['DONE', 'DONE'])
    await work()
    expect(await balanceOf(userId)).toBe(20_000n)
  })

  test.each([
    ['nobody agreed to a threshold', { threshold: null }],
    ['it is not below', { threshold: 1n, first: 1_000n }],
  ])(
    'is left alone when %s',
    async (_what, { first, ...figures }: { threshold: bigint | null; first?: bigint }) => {
      const { userId } = await turnedOn(scene, figures)
      if (first) await confirmCharge(ctx, await paidOrder(scene, first, userId))
      await work()
      expect(await runsOf(scene, userId)).toEqual([])
    },
  )

  test('is left alone while operators have stopped all of it, and topped up afterwards', async () => {
    const { userId } = await turnedOn(scene)
    await setSwitch(scene.ctx.db, 'auto_top_up', false)
    await work()
    expect(await runsOf(scene, userId)).toEqual([])
    await setSwitch(scene.ctx.db, 'auto_top_up', true)
    await work()
    expect(await statusesOf(userId)).toEqual(['DONE'])
  })

  test('of an account that rests is left alone, however long, and topped up once it is back', async () => {
    const { userId } = await turnedOn(scene)
    await plantFreeze(ctx, userId)
    for (let hour = 0; hour < 3; hour++) await work(HOUR_MS)
    expect(await statusesOf(userId)).toEqual([])
    await liftFreeze(ctx, userId)
    await work()
    expect(await statusesOf(userId)).toEqual(['DONE'])
    expect(await rowOf(scene, userId)).toMatchObject({ failures: 0 })
  })

  test('is not topped up to repay a debt that nobody agreed to repay', async () => {
    const { userId } = await turnedOn(scene, { threshold: null })
    const order = await paidOrder(scene, 10_000n, userId)
    await confirmCharge(ctx, order)
    await ctx.db.$client.query(`update auto_topups set threshold = 5000 where user_id = $1`, [userId])
    await spend(scene, userId, 10_000n)
    await toss.takeBack(order.paymentKey, 'dashboard-cancel')
    await followHint(ctx, { orderId: order.orderId, secret: null })
    expect((await readWallet(ctx, userId)).debt).toBe(10_000n)
    for (let hour = 0; hour < 3; hour++) await work(HOUR_MS)
    expect(await statusesOf(userId)).toEqual([])
  })
})

describe('the month', () => {
  test('holds no more than was agreed to; the person is told once, and the next month goes on', async () => {
    const { userId } = await turnedOn(scene, { threshold: 1_000_000n, monthlyCap: 25_000n })
    for (let turn = 0; turn < 5; turn++) await work()
    expect(await statusesOf(userId)).toEqual(['DONE', 'DONE'])
    expect(await readAutoTopUp(ctx, userId)).toMatchObject({ usedThisMonth: 20_000n })
    await work(DAY_MS)
    await work(DAY_MS)
    const capped = (await told(scene, userId)).filter((kind) => kind === 'auto_topup.capped')
    const month = startOfNextKstMonth(ctx.now()).getTime() - ctx.now().getTime()
    await work(month + MINUTE_MS)
    expect(capped.length).toBe(1)
    expect(await statusesOf(userId)).toEqual(['DONE', 'DONE', 'DONE'])
    expect(await readAutoTopUp(ctx, userId)).toMatchObject({ usedThisMonth: 10_000n })
  })

  test('counts what another consent has charged, too', async () => {
    const first = await turnedOn(scene, { threshold: 1_000_000n, monthlyCap: 20_000n })
    await work()
    await turnOffAutoTopUp(ctx, first.userId)
    await agree(scene, first.userId, { ...FIGURES, threshold: 1_000_000n, monthlyCap: 20_000n })
    await registerCard(ctx, { ...first, authKey: await toss.registerCard(first.customerKey) })
    for (let turn = 0; turn < 3; turn++) await work()
    expect(await balanceOf(first.userId)).toBe(20_000n)
  })
})

describe('a run that takes nothing', () => {
  test('is told, and the card left alone for an hour, then a day; after three it rests with one notice', async () => {
    const { userId } = await turnedOn(scene, {}, 'REJECT_CARD_PAYMENT')
    await work()
    await work(50 * MINUTE_MS)
    expect(await statusesOf(userId)).toEqual(['FAILED'])
    await work(11 * MINUTE_MS)
    await work(23 * HOUR_MS)
    expect(await statusesOf(userId)).toEqual(['FAILED', 'FAILED'])
    await work(2 * HOUR_MS)
    expect(await rowOf(scene, userId)).toMatchObject({
      state: 'PAUSED',
      pauseReason: 'failures',
      failures: 3,
      failureCode: 'REJECT_CARD_PAYMENT',
    })
    await work(10 * DAY_MS)
    expect(await statusesOf(userId)).toEqual(['FAILED', 'FAILED', 'FAILED'])
    expect(await told(scene, userId)).toEqual([
      'auto_topup.on',
      'auto_topup.failed',
      'auto_topup.failed',
      'auto_topup.paused',
    ])
    expect(await balanceOf(userId)).toBe(0n)
  })

  test('twice, and then one that does, begins the count anew', async () => {
    const { userId, customerKey } = await turnedOn(scene, {}, 'REJECT_CARD_PAYMENT')
    await work()
    await work(2 * HOUR_MS)
    await toss.changeCards(customerKey, { decline: null })
    await work(2 * DAY_MS)
    expect(await rowOf(scene, userId)).toMatchObject({ state: 'ON', failures: 0, failureCode: null })
    expect(await balanceOf(userId)).toBe(10_000n)
  })

  test('after a rest goes on with the same card when its owner says so', async () => {
    const { userId, customerKey } = await turnedOn(scene, {}, 'REJECT_CARD_PAYMENT')
    for (const ms of [0, 2 * HOUR_MS, 2 * DAY_MS]) await work(ms)
    await toss.changeCards(customerKey, { decline: null })
    await resumeAutoTopUp(ctx, userId)
    await work()
    expect(await balanceOf(userId)).toBe(10_000n)
  })

  test('because Toss does not know the key any more rests at once, and does not go on', async () => {
    const { userId, customerKey } = await turnedOn(scene)
    await toss.changeCards(customerKey, { remove: true })
    await work()
    await work(MINUTE_MS)
    expect(await rowOf(scene, userId)).toMatchObject({ state: 'PAUSED', pauseReason: 'key', failures: 1 })
    expect(await told(scene, userId)).toEqual(['auto_topup.on', 'auto_topup.paused'])
    await expect(resumeAutoTopUp(ctx, userId)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })
})

describe('a run whose outcome is not known', () => {
  test.each([
    ['drop-before', 10_000n],
    ['drop-after', 10_000n],
    ['http5xx-before', 10_000n],
    ['http5xx-after', 10_000n],
    ['garbage', 10_000n],
    ['truncate', 10_000n],
    ['code:FAILED_CARD_COMPANY_RESPONSE', 10_000n],
    ['code:FAILED_BILLING_AUTO_CANCEL', 10_000n],
    ['code:IDEMPOTENT_REQUEST_PROCESSING', 10_000n],
    ['code:SOMETHING_NEW', 10_000n],
  ])('after %s takes the money once', async (fault, taken) => {
    const { userId } = await turnedOn(scene)
    await toss.fault(fault, { match: CHARGE })
    await Promise.all([topUpBalances(ctx), topUpBalances(ctx)])
    const [run] = await runsOf(scene, userId)
    expect(['CONFIRMING', 'DONE']).toContain(run!.status)
    for (let s = 0; s < 60; s += 10) await work(10 * SECOND_MS)
    expect(await statusesOf(userId)).toEqual(['DONE'])
    expect(await toss.taken(run!.id)).toBe(taken)
    expect(await balanceOf(userId)).toBe(taken)
    expect((await toss.book()).effectiveConfirms[run!.id]).toBe(1)
  })

  test('is charged under the same key until an answer has come, and under a new one after that', async () => {
    const { userId } = await turnedOn(scene)
    await toss.fault('drop-before', { match: CHARGE })
    await toss.fault('http5xx-before', { match: CHARGE, nth: 2 })
    await topUpBalances(ctx)
    for (let s = 0; s < 60; s += 5) await work(5 * SECOND_MS)
    const [run] = await runsOf(scene, userId)
    const keys = (await toss.billingCalls())
      .map(({ idempotencyKey }) => idempotencyKey ?? '')
      .filter((key) => key.includes(run!.id))
    expect(keys).toEqual([`charge:${run!.id}:1`, `charge:${run!.id}:1`, `charge:${run!.id}:2`])
  })

  test('holds back every other one, and ends as nothing taken when Toss shows none for twelve minutes', async () => {
    const { userId } = await turnedOn(scene)
    await toss.fault('drop-before', { match: CHARGE, times: 1000 })
    await pass()
    expect(await statusesOf(userId)).toEqual(['EXPIRED'])
    expect(await rowOf(scene, userId)).toMatchObject({ failures: 1 })
  })

  test('cannot be confirmed as if somebody had come back from a window', async () => {
    const { userId } = await turnedOn(scene)
    await toss.fault('drop-before', { match: CHARGE })
    await topUpBalances(ctx)
    const [run] = await runsOf(scene, userId)
    const paymentKey = await toss.authenticate(run!.id, 10_000n)
    const order = { userId, orderId: run!.id, paymentKey, amount: 10_000n }
    await confirmCharge(ctx, order)
    expect(await toss.confirms(run!.id)).toEqual([])
    await pass()
    expect(await statusesOf(userId)).toEqual(['DONE'])
  })
})

describe('off', () => {
  test('at once, with the key deleted at Toss, and nothing more is charged', async () => {
    const { userId, customerKey } = await turnedOn(scene)
    await turnOffAutoTopUp(ctx, userId)
    expect(await rowOf(scene, userId)).toMatchObject({
      state: 'OFF',
      billingKeySealed: null,
      nextCheckAt: null,
    })
    expect(await toss.cards(customerKey)).toMatchObject([{ removed: true }])
    await work(DAY_MS)
    expect(await runsOf(scene, userId)).toEqual([])
    expect(await told(scene, userId)).toEqual(['auto_topup.on', 'auto_topup.off'])
    await turnOffAutoTopUp(ctx, userId)
  })

  test.each([
    'drop-before',
    'drop-after',
    'http5xx-before',
    'http5xx-after',
    'code:ALREADY_REMOVED_BILLING_KEY',
  ])('even when deleting the key goes %s; the job ends it', async (fault) => {
    const { userId } = await turnedOn(scene)
    await toss.fault(fault, { match: REMOVE })
    await turnOffAutoTopUp(ctx, userId)
    expect(await rowOf(scene, userId)).toMatchObject({ state: 'OFF' })
    await work(11 * SECOND_MS)
    expect(await rowOf(scene, userId)).toMatchObject({ billingKeySealed: null, nextCheckAt: null })
  })

  test.each([
    ['that Toss has carried out is credited', 'drop-after', 'DONE'],
    ['that Toss never got is not sent again', 'drop-before', 'EXPIRED'],
  ])('a run under way %s', async (_what, fault, ended) => {
    const { userId } = await turnedOn(scene)
    await toss.fault(fault, { match: CHARGE })
    await topUpBalances(ctx)
    await turnOffAutoTopUp(ctx, userId)
    await pass()
    expect(await statusesOf(userId)).toEqual([ended])
    expect(await balanceOf(userId)).toBe(ended === 'DONE' ? 10_000n : 0n)
    expect(await rowOf(scene, userId)).toMatchObject({ state: 'OFF', billingKeySealed: null })
  })

  test('and on again is a new consent with a new card', async () => {
    const person = await turnedOn(scene)
    await turnOffAutoTopUp(ctx, person.userId)
    await agree(scene, person.userId)
    await registerCard(ctx, { ...person, authKey: await toss.registerCard(person.customerKey) })
    const { rows } = await ctx.db.$client.query(
      'select state from auto_topups where user_id = $1 order by id',
      [person.userId],
    )
    expect(rows).toEqual([{ state: 'OFF' }, { state: 'ON' }])
  })
})

describe('money of a run', () => {
  test('goes back like that of any charge, under the keys it was taken with', async () => {
    const { userId } = await turnedOn(scene)
    await work()
    const [run] = await runsOf(scene, userId)
    await turnOffAutoTopUp(ctx, userId)
    const parts = [{ orderId: run!.id, amount: 4_000n }]
    const refunded = await refundCharges(ctx, { userId, parts, key: 'refund-of-a-run-1' })
    expect(refunded).toMatchObject([{ status: 'DONE' }])
    expect(await toss.taken(run!.id)).toBe(6_000n)
    expect(await balanceOf(userId)).toBe(6_000n)
  })
})
