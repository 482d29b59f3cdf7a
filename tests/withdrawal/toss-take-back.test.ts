import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { tossCalls } from '@/db/schema/charge'
import { notifications } from '@/db/schema/notification'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { sendDue } from '@/lib/withdrawal/send-due'
import { purse } from '../booking/support'
import { dueNow, newKey, request, rowOf, settled } from './support'
import { COMPANY, goTo, openTossDays, payable, PERSON, tell } from './toss-support'

const scene = await openTossDays()
const { ctx, toss } = scene
const PAY = 'POST /v2/payouts'
const LOOKS = ['GET /v2/payouts', 'GET /v2/payouts/*']

const payoutsOf = async (id: string) =>
  (await toss.payouts()).filter(({ refPayoutId }) => refPayoutId === id).map(({ status }) => status)

/** Somebody with 90,000 won, of which 50,000 wait at Toss for this. */
async function waiting(reason: 'payee' | 'identity' | 'kyc' | 'funds') {
  const { userId } = await payable(scene, 90_000n, reason === 'payee' ? null : PERSON)
  const by = reason === 'payee' ? { ...scene, ctx: { ...ctx, withdrawBy: 'simulated_bank' as const } } : scene
  const { id } = await request(by, userId, 50_000n)
  if (reason === 'funds') await toss.fault('code:NOT_ENOUGH_AMOUNT', { match: PAY })
  await sendDue(ctx)
  if (reason === 'kyc' || reason === 'funds') {
    const [{ id: seller } = { id: '' }] = (await toss.sellers()).slice(-1)
    await toss.playSeller(seller, reason === 'kyc' ? 'KYC_REQUIRED' : 'PARTIALLY_APPROVED')
    await dueNow(scene, id)
    await sendDue(ctx)
  }
  expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason })
  return { userId, withdrawalId: id }
}

const takeBack = (asked: { userId: string; withdrawalId: string }) => cancelWithdrawal(ctx, asked)

test.each(['payee', 'identity', 'kyc', 'funds'] as const)(
  'one that waits for %s comes back at once, and is never paid',
  async (reason) => {
    const asked = await waiting(reason)
    for (let tap = 0; tap < 2; tap++)
      expect(await takeBack(asked)).toMatchObject({ status: 'CANCELED', failureCode: 'CANCELED_BY_OWNER' })
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 90_000n })
    await toss.clearFaults()
    if (reason === 'payee') await tell(scene, asked.userId, COMPANY)
    await toss.advance(2 * HOUR_MS)
    await dueNow(scene, asked.withdrawalId)
    expect((await settled(scene, asked.withdrawalId)).status).toBe('CANCELED')
    expect(await payoutsOf(asked.withdrawalId)).toEqual([])
  },
)

test('nobody takes back what is not theirs, and nobody what Toss has', async () => {
  const asked = await waiting('identity')
  const { userId: other } = await payable(scene, 10_000n)
  await expect(takeBack({ ...asked, userId: other })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { userId } = await payable(scene, 90_000n)
  const { id } = await request(scene, userId, 50_000n)
  await sendDue(ctx)
  await expect(takeBack({ userId, withdrawalId: id })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  expect((await settled(scene, id)).status).toBe('COMPLETED')
})

test.each(['drop-before', 'drop-after'])(
  'while a request is not answered (%s) nobody can tell, and the money stays where it is',
  async (fault) => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault(fault, { match: PAY })
    await sendDue(ctx)
    const code = fault === 'drop-after' ? 'STATE_CONFLICT' : 'TRY_AGAIN'
    await expect(takeBack({ userId, withdrawalId: id })).rejects.toMatchObject({ code })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
    if (fault === 'drop-after') return
    await toss.advance(6 * MINUTE_MS)
    expect(await takeBack({ userId, withdrawalId: id })).toMatchObject({ status: 'CANCELED' })
    await dueNow(scene, id)
    await sendDue(ctx)
    expect([await payoutsOf(id), await purse(scene, userId)]).toEqual([[], { withdrawable: 90_000n }])
  },
)

test('where Toss does not say, the money stays where it is', async () => {
  const asked = await waiting('funds')
  for (const match of LOOKS) await toss.fault('http5xx-before', { match, times: 9 })
  await expect(takeBack(asked)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 40_000n })
  await toss.clearFaults()
  expect(await takeBack(asked)).toMatchObject({ status: 'CANCELED' })
})

test('should Toss pay one after all, that is seen, and taken again', async () => {
  const asked = await waiting('funds')
  await takeBack(asked)
  const { withdrawalId, userId } = asked
  const [seller] = (await toss.sellers()).slice(-1)
  await ctx.payouts!.requestPayout({
    ...{ refPayoutId: withdrawalId, destination: seller!.id, amount: 50_000n, payoutDate: null },
    ...{ transactionDescription: '정산', idempotencyKey: newKey() },
  })
  await toss.advance(2 * HOUR_MS)
  await sendDue(ctx)
  expect((await rowOf(scene, withdrawalId)).status).toBe('COMPLETED')
  expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
})

test('ten owners in a hurry and five workers: it is paid once, or comes back once', async () => {
  const { userId, withdrawalId } = await waiting('identity')
  const [{ id: seller } = { id: '' }] = (await toss.sellers()).slice(-1)
  await toss.playSeller(seller, 'PARTIALLY_APPROVED')
  await dueNow(scene, withdrawalId)
  const hurry = Array.from({ length: 10 }, () => takeBack({ userId, withdrawalId }).catch(() => null))
  await Promise.all([...hurry, ...Array.from({ length: 5 }, () => sendDue(ctx))])
  const { status } = await settled(scene, withdrawalId)
  expect(await payoutsOf(withdrawalId)).toEqual(status === 'COMPLETED' ? ['COMPLETED'] : [])
  expect(await purse(scene, userId)).toEqual({ withdrawable: status === 'COMPLETED' ? 40_000n : 90_000n })
})

describe('one that Toss has set aside for the next business day', () => {
  const CANCEL = 'POST /v2/payouts/*/cancel'

  /** Somebody with 90,000 won, of which 50,000 are for tomorrow. */
  async function setAside() {
    await goTo(scene, 16)
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'scheduled' })
    return { userId, withdrawalId: id }
  }
  const cancels = (id: string) =>
    ctx.db
      .select({ key: tossCalls.idempotencyKey, code: tossCalls.code })
      .from(tossCalls)
      .where(and(eq(tossCalls.withdrawalId, id), eq(tossCalls.operation, 'cancel_payout')))
  const toldOf = async (id: string) =>
    (await ctx.db.select().from(notifications).where(eq(notifications.subject, id))).map(({ kind }) => kind)
  /** The job, for as long as it takes and then on the day on which it would have been paid. */
  async function passes(asked: { withdrawalId: string }) {
    for (let turn = 0; turn < 3; turn++) {
      await toss.advance(15 * SECOND_MS)
      await sendDue(ctx)
    }
    const soon = await rowOf(scene, asked.withdrawalId)
    await goTo(scene, 10)
    await sendDue(ctx)
    await toss.advance(2 * HOUR_MS)
    await sendDue(ctx)
    return soon
  }

  test('comes back at once, is taken back at Toss, and is never paid', async () => {
    const asked = await setAside()
    for (let tap = 0; tap < 2; tap++)
      expect(await takeBack(asked)).toMatchObject({ status: 'CANCELED', failureCode: 'CANCELED_BY_OWNER' })
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 90_000n })
    expect(await cancels(asked.withdrawalId)).toMatchObject([{ code: null }])
    expect(await toldOf(asked.withdrawalId)).toEqual(['withdrawal.canceled'])
    expect((await passes(asked)).status).toBe('CANCELED')
    expect(await payoutsOf(asked.withdrawalId)).toEqual(['CANCELED'])
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 90_000n })
  })

  test('whose request was never answered is found, and taken back', async () => {
    await goTo(scene, 16)
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('drop-after', { match: PAY })
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'unknown' })
    expect(await takeBack({ userId, withdrawalId: id })).toMatchObject({ status: 'CANCELED' })
    expect(await payoutsOf(id)).toEqual(['CANCELED'])
  })

  test.each(['drop-after', 'http5xx-after', 'garbage'])(
    'is taken back where the answer is lost (%s), as the look after it shows',
    async (fault) => {
      const asked = await setAside()
      await toss.fault(fault, { match: CANCEL })
      expect(await takeBack(asked)).toMatchObject({ status: 'CANCELED' })
      expect(await payoutsOf(asked.withdrawalId)).toEqual(['CANCELED'])
    },
  )

  test('stays where it is while nobody can tell, and comes back by itself once Toss says so', async () => {
    const asked = await setAside()
    await toss.fault('drop-after', { match: CANCEL })
    for (const match of LOOKS) await toss.fault('http5xx-before', { match, times: 1 })
    await expect(takeBack(asked)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 40_000n })
    await toss.clearFaults()
    expect((await passes(asked)).status).toBe('CANCELED')
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 90_000n })
    expect(await toldOf(asked.withdrawalId)).toEqual(['withdrawal.canceled'])
  })

  test('arrives where Toss never heard of it, and can be asked back again under the same key', async () => {
    const asked = await setAside()
    await toss.fault('drop-before', { match: CANCEL })
    await expect(takeBack(asked)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect((await passes(asked)).status).toBe('SENDING')
    expect((await rowOf(scene, asked.withdrawalId)).status).toBe('COMPLETED')
    const other = await setAside()
    await toss.fault('drop-before', { match: CANCEL })
    await expect(takeBack(other)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect(await takeBack(other)).toMatchObject({ status: 'CANCELED' })
    expect(new Set((await cancels(other.withdrawalId)).map(({ key }) => key)).size).toBe(1)
  })

  test('that Toss would not take back while it waits is asked back under another key', async () => {
    const asked = await setAside()
    await toss.fault('code:INVALID_REQUEST', { match: CANCEL })
    await expect(takeBack(asked)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect(await rowOf(scene, asked.withdrawalId)).toMatchObject({ status: 'SENDING', reason: 'scheduled' })
    expect(await takeBack(asked)).toMatchObject({ status: 'CANCELED' })
    expect(new Set((await cancels(asked.withdrawalId)).map(({ key }) => key)).size).toBe(2)
  })

  test('has left once its day has begun: that is said, and it arrives', async () => {
    const asked = await setAside()
    await goTo(scene, 9)
    const refused = { code: 'STATE_CONFLICT', message: '이미 은행으로 보내고 있어 취소할 수 없어요.' }
    await expect(takeBack(asked)).rejects.toMatchObject(refused)
    expect((await settled(scene, asked.withdrawalId)).status).toBe('COMPLETED')
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 40_000n })
  })

  test('that the bank has refused meanwhile is back already, and that is said', async () => {
    const asked = await setAside()
    const [payout] = (await toss.payouts()).filter(({ refPayoutId }) => refPayoutId === asked.withdrawalId)
    await toss.playPayout(payout!.id, 'fail')
    await expect(takeBack(asked)).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
      message: expect.stringContaining('되돌려'),
    })
    expect(await rowOf(scene, asked.withdrawalId)).toMatchObject({ status: 'FAILED' })
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 90_000n })
  })

  test('that somebody takes back in Toss’s console failed; nobody here asked for it', async () => {
    const asked = await setAside()
    const [payout] = (await toss.payouts()).filter(({ refPayoutId }) => refPayoutId === asked.withdrawalId)
    await ctx.payouts!.cancelPayout({ payoutId: payout!.id, idempotencyKey: newKey() })
    await goTo(scene, 10)
    await sendDue(ctx)
    expect(await rowOf(scene, asked.withdrawalId)).toMatchObject({
      status: 'FAILED',
      failureCode: 'CANCELED',
    })
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 90_000n })
  })

  test('ten owners in a hurry and five workers take it back once', async () => {
    const asked = await setAside()
    await dueNow(scene, asked.withdrawalId)
    const hurry = Array.from({ length: 10 }, () => takeBack(asked).catch(() => null))
    await Promise.all([...hurry, ...Array.from({ length: 5 }, () => sendDue(ctx))])
    await passes(asked)
    expect((await rowOf(scene, asked.withdrawalId)).status).toBe('CANCELED')
    expect(await payoutsOf(asked.withdrawalId)).toEqual(['CANCELED'])
    expect(await purse(scene, asked.userId)).toEqual({ withdrawable: 90_000n })
  })
})
