import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { tossCalls } from '@/db/schema/charge'
import { notifications } from '@/db/schema/notification'
import { bankAccounts } from '@/db/schema/withdrawal'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { getWithdrawal } from '@/lib/withdrawal/read'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { resolveWithdrawal } from '@/lib/withdrawal/resolve'
import { sendDue } from '@/lib/withdrawal/send-due'
import { purse } from '../booking/support'
import { dueNow, haveAccount, newKey, request, rowOf, settled } from './support'
import { COMPANY, goTo, openTossDays, payable, PERSON, tell } from './toss-support'

const scene = await openTossDays()
const { ctx, toss } = scene
const PAY = 'POST /v2/payouts'
const LIST = 'GET /v2/payouts'
const REGISTER = 'POST /v2/sellers'

/** What has become of a withdrawal at Toss. */
const payoutsOf = async (id: string) =>
  (await toss.payouts()).filter(({ refPayoutId, status }) => refPayoutId === id && status !== 'FAILED')
const keysOf = async (id: string) => {
  const calls = await ctx.db.select().from(tossCalls).where(eq(tossCalls.withdrawalId, id))
  return new Set(calls.flatMap(({ idempotencyKey }) => idempotencyKey ?? []))
}
/** What its owner was told they have to do. */
const toldOf = async (userId: string, id: string) => {
  const told = await ctx.db.select().from(notifications).where(eq(notifications.userId, userId))
  return told.map(({ subject }) => subject).filter((subject) => subject.startsWith(id))
}
const sellerOf = async (name: string) =>
  (await toss.sellers()).filter(({ refSellerId }) => refSellerId === name)

async function look(id: string) {
  await dueNow(scene, id)
  await sendDue(ctx)
  return rowOf(scene, id)
}

describe('a withdrawal that Toss carries', () => {
  test('registers its owner once, and is paid at once within its hours', async () => {
    const { userId } = await payable(scene, 90_000n)
    const before = (await toss.sellers()).length
    for (const amount of [50_000n, 10_000n]) {
      const { id } = await request(scene, userId, amount)
      expect(await settled(scene, id)).toMatchObject({ status: 'COMPLETED', carrier: 'toss' })
      expect(await payoutsOf(id)).toMatchObject([
        { scheduleType: 'EXPRESS', amount: { value: Number(amount) } },
      ])
    }
    expect((await toss.sellers()).length).toBe(before + 1)
    expect(await purse(scene, userId)).toEqual({ withdrawable: 30_000n })
  })

  test('is paid from the balance that Toss keeps for us', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await settled(scene, id)
    const { rows } = await ctx.db.execute(
      `select e.account, e.amount::text from transactions t join entries e on e.transaction_id = t.id
        where t.type = 'withdraw_paid' and t.reference = '${id}' order by 1`,
    )
    expect(rows).toEqual([
      { account: 'pg_payout_balance', amount: '50000' },
      { account: 'withdrawals_in_transit', amount: '-50000' },
    ])
  })

  test('asked for after hours is set aside for the next business day, and said so', async () => {
    await goTo(scene, 16)
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    const row = await rowOf(scene, id)
    expect(row).toMatchObject({ status: 'SENDING', reason: 'scheduled' })
    expect(await payoutsOf(id)).toMatchObject([
      { scheduleType: 'SCHEDULED', payoutDate: row.arrivesBy, status: 'REQUESTED' },
    ])
    const asked = () => ctx.db.$count(tossCalls, eq(tossCalls.withdrawalId, id))
    const before = await asked()
    await toss.advance(2 * HOUR_MS)
    await sendDue(ctx)
    expect(await asked()).toBe(before)
    await goTo(scene, 10)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
  })

  test('asked for before eight waits for that, and arrives on the day that was promised', async () => {
    await goTo(scene, 7)
    const { userId } = await payable(scene, 90_000n)
    const { id, arrivesBy } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'scheduled' })
    expect(await payoutsOf(id)).toEqual([])
    expect(await goTo(scene, 9)).toBe(arrivesBy)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await payoutsOf(id)).toMatchObject([{ scheduleType: 'EXPRESS' }])
  })

  test('keeps neither account numbers, phones nor keys in the clear', async () => {
    const { userId } = await payable(scene, 90_000n, PERSON)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    const [account] = await ctx.db.select().from(bankAccounts).where(eq(bankAccounts.userId, userId))
    const number = ctx.sealer.open(account!.numberSealed)
    const { rows } = await ctx.db.execute<{ text: string }>(
      `select c::text as text from toss_calls c union all select s::text from sellers s union all select p::text from payouts p`,
    )
    const all = rows.map(({ text }) => text).join('\n')
    expect(all).toContain(userId)
    expect(all).not.toMatch(new RegExp(`${number}|01012345678`))
    expect((await rowOf(scene, id)).status).toBe('SENDING')
  })
})

describe('whom Toss pays', () => {
  test('nobody of whom it knows nothing: the money waits, and goes once they have told', async () => {
    const { userId } = await payable(scene, 90_000n, null)
    await expect(request(scene, userId, 50_000n)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    // Asked for while somebody else carried withdrawals, who wants to know nothing.
    const before = { ...scene, ctx: { ...ctx, withdrawBy: 'simulated_bank' as const } }
    const { id } = await request(before, userId, 50_000n)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'payee' })
    expect((await getWithdrawal(ctx, userId, id)).reason).toContain('받는 분 정보')
    await tell(scene, userId, COMPANY)
    expect((await rowOf(scene, id)).nextCheckAt!.getTime()).toBeLessThanOrEqual(ctx.now().getTime())
    expect((await settled(scene, id)).status).toBe('COMPLETED')
  })

  test.each([
    ['APPROVAL_REQUIRED', 'identity', 'PARTIALLY_APPROVED'],
    ['KYC_REQUIRED', 'kyc', 'APPROVED'],
  ])('nobody who is %s: the money waits, and goes once they are %s', async (status, reason, approved) => {
    const { userId } = await payable(scene, 90_000n, PERSON)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    const [{ id: sellerId } = { id: '' }] = (await toss.sellers()).slice(-1)
    await toss.playSeller(sellerId, status)
    for (let turn = 0; turn < 2; turn++) expect(await look(id)).toMatchObject({ status: 'SENDING', reason })
    expect(await toldOf(userId, id)).toContain(`${id}:${reason}`)
    expect(await payoutsOf(id)).toEqual([])
    await toss.playSeller(sellerId, approved)
    await toss.advance(30 * MINUTE_MS)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await payoutsOf(id)).toHaveLength(1)
  })

  test('more than ten million in a week asks for KYC first, and is paid under a new key', async () => {
    const { userId } = await payable(scene, 900_000n)
    await settled(scene, (await request(scene, userId, 100_000n)).id)
    const [seller] = (await toss.sellers()).slice(-1)
    await ctx.payouts!.requestPayout({
      ...{ refPayoutId: 'earlier', destination: seller!.id, amount: 9_800_000n, payoutDate: null },
      ...{ transactionDescription: '정산', idempotencyKey: newKey() },
    })
    const { id } = await request(scene, userId, 800_000n)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'kyc' })
    await toss.playSeller(seller!.id, 'APPROVED')
    await toss.advance(30 * MINUTE_MS)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect([await payoutsOf(id), await keysOf(id)]).toMatchObject([{ length: 1 }, { size: 2 }])
  })

  test('an account that is not theirs fails it, and the next goes once it is', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('code:NOT_MATCH_PAYEE_NAME', { match: REGISTER })
    expect(await settled(scene, id)).toMatchObject({ status: 'FAILED', failureCode: 'NOT_MATCH_PAYEE_NAME' })
    expect((await getWithdrawal(ctx, userId, id)).reason).toContain('예금주')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
    const again = await request(scene, userId, 50_000n)
    expect((await settled(scene, again.id)).status).toBe('COMPLETED')
  })

  test.each([['drop-after'], ['drop-before'], ['http5xx-after'], ['garbage']])(
    'is registered once where the answer is lost (%s)',
    async (fault) => {
      const { userId } = await payable(scene, 90_000n)
      const before = (await toss.sellers()).length
      const { id } = await request(scene, userId, 50_000n)
      await toss.fault(fault, { match: REGISTER })
      await sendDue(ctx)
      expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'unknown' })
      expect((await settled(scene, id)).status).toBe('COMPLETED')
      expect((await toss.sellers()).length).toBe(before + 1)
    },
  )

  test('is found in the list where Toss has it from a request that is long forgotten', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('drop-after', { match: REGISTER })
    await sendDue(ctx)
    // Toss forgets a key after fifteen days.
    await toss.advance(16 * DAY_MS)
    await goTo(scene, 10)
    const before = (await toss.sellers()).length
    await toss.advance(HOUR_MS)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect((await toss.sellers()).length).toBe(before)
  })
})

describe('an account that was changed', () => {
  /** An owner whose account is another from tomorrow on. */
  async function moved() {
    const owner = await payable(scene, 90_000n)
    const { id } = await request(scene, owner.userId, 10_000n)
    await settled(scene, id)
    const [seller] = (await toss.sellers()).slice(-1)
    return { ...owner, seller: seller! }
  }
  const tailOf = async (name: string) =>
    (await sellerOf(name)).map(({ account }) => account.accountNumber.slice(-4))

  test('is told to Toss before the next payout', async () => {
    const { userId, seller } = await moved()
    await haveAccount(scene, userId, '5678')
    await toss.advance(8 * DAY_MS)
    await goTo(scene, 10)
    const { id } = await request(scene, userId, 20_000n)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await tailOf(seller.refSellerId)).toEqual(['5678'])
  })

  test('waits for what is on its way to the old one, which gets there', async () => {
    const { userId, seller } = await moved()
    await goTo(scene, 16)
    const old = await request(scene, userId, 20_000n)
    await sendDue(ctx)
    await haveAccount(scene, userId, '5678')
    await ctx.db
      .update(bankAccounts)
      .set({ verifiedAt: addMs(ctx.now(), -8 * DAY_MS), usableFrom: addMs(ctx.now(), -8 * DAY_MS) })
      .where(eq(bankAccounts.tail, '5678'))
    const fresh = await request(scene, userId, 30_000n)
    await sendDue(ctx)
    expect(await rowOf(scene, fresh.id)).toMatchObject({ status: 'SENDING', reason: 'turn' })
    expect(await tailOf(seller.refSellerId)).toEqual(['1234'])
    await goTo(scene, 10)
    expect((await settled(scene, old.id)).status).toBe('COMPLETED')
    await toss.advance(MINUTE_MS)
    expect((await settled(scene, fresh.id)).status).toBe('COMPLETED')
    expect(await tailOf(seller.refSellerId)).toEqual(['5678'])
  })

  test('a change whose answer is lost keeps everything back until it has come', async () => {
    const { userId, seller } = await moved()
    await haveAccount(scene, userId, '5678')
    await toss.advance(8 * DAY_MS)
    await goTo(scene, 10)
    const { id } = await request(scene, userId, 20_000n)
    await toss.fault('drop-before', { match: 'POST /v2/sellers/*', times: 3 })
    for (let turn = 0; turn < 3; turn++) {
      expect(await look(id)).toMatchObject({ reason: 'unknown' })
      expect(await payoutsOf(id)).toEqual([])
    }
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await tailOf(seller.refSellerId)).toEqual(['5678'])
  })
})

describe('what Toss answers', () => {
  test.each([
    ['an answer is lost', PAY, 'drop-after'],
    ['a request does not arrive', PAY, 'drop-before'],
    ['an answer is garbage', PAY, 'garbage'],
    ['an answer is an error after the work', PAY, 'http5xx-after'],
    ['an answer is an error without the work', PAY, 'http5xx-before'],
    ['an answer is cut off', PAY, 'truncate'],
    ['it is an error that nobody knows', PAY, 'code:UNKNOWN_ERROR'],
  ])('when %s nothing is taken back, and it arrives once under one key', async (_, match, fault) => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault(fault, { match })
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'unknown' })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await payoutsOf(id)).toHaveLength(1)
    expect((await keysOf(id)).size).toBe(1)
  })

  test('when the answer is lost and the list does not come it waits, and arrives once', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('drop-after', { match: PAY })
    await toss.fault('http5xx-before', { match: LIST, times: 3 })
    await sendDue(ctx)
    for (let turn = 0; turn < 3; turn++) expect(await look(id)).toMatchObject({ reason: 'unknown' })
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await payoutsOf(id)).toHaveLength(1)
  })

  test('with too little money there it waits, asks no more than it must, and goes once it is filled up', async () => {
    const { userId } = await payable(scene, 90_000n)
    await toss.fund(-999_000_000n)
    const drained = await drain()
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'funds' })
    await toss.advance(10 * MINUTE_MS)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ reason: 'funds' })
    expect((await keysOf(id)).size).toBe(1)
    await toss.fund(999_000_000n + drained)
    await toss.advance(10 * MINUTE_MS)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect([await payoutsOf(id), await keysOf(id)]).toMatchObject([{ length: 1 }, { size: 2 }])
  })

  /** Leaves less than a won at Toss. */
  async function drain(): Promise<bigint> {
    const answer = await ctx.payouts!.findBalance()
    if (answer.kind !== 'balance') throw new Error('no balance')
    const { available } = answer.balance
    await toss.fund(-available)
    return available
  }

  test.each(['NOT_ALLOWED_HOLIDAY', 'INVALID_PAYABLE_DATE'])(
    'a day that it will not have (%s) is followed by the next business day',
    async (code) => {
      const { userId } = await payable(scene, 90_000n)
      const { id } = await request(scene, userId, 50_000n)
      await toss.fault(`code:${code}`, { match: PAY })
      await sendDue(ctx)
      expect(await look(id)).toMatchObject({ status: 'SENDING', reason: 'scheduled' })
      expect(await payoutsOf(id)).toMatchObject([{ scheduleType: 'SCHEDULED' }])
      await goTo(scene, 10)
      expect((await settled(scene, id)).status).toBe('COMPLETED')
      expect((await keysOf(id)).size).toBe(2)
    },
  )

  test.each(['INVALID_REQUEST', 'ALREADY_CLOSE_ACCOUNT', 'NOT_FOUND'])(
    'a refusal (%s) after which none is there gives the money back',
    async (code) => {
      const { userId } = await payable(scene, 90_000n)
      const { id } = await request(scene, userId, 50_000n)
      await toss.fault(`code:${code}`, { match: PAY, times: 9 })
      expect(await settled(scene, id)).toMatchObject({ status: 'FAILED', failureCode: code })
      expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
      expect((await getWithdrawal(ctx, userId, id)).reason).toMatch(/다시 요청해 주세요/)
      await toss.clearFaults()
      expect((await look(id)).status).toBe('FAILED')
      expect(await payoutsOf(id)).toEqual([])
    },
  )

  test('a refusal is not believed while an earlier request may still show', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('drop-before', { match: PAY })
    await sendDue(ctx)
    await toss.fault('code:INVALID_REQUEST', { match: PAY, times: 99 })
    for (let turn = 0; turn < 3; turn++) expect(await look(id)).toMatchObject({ status: 'SENDING' })
    expect((await keysOf(id)).size).toBe(1)
    await toss.advance(5 * MINUTE_MS)
    expect((await settled(scene, id)).status).toBe('FAILED')
  })

  test('an account that the bank does not pay to fails it, in plain words', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    const [payout] = await payoutsOf(id)
    await toss.playPayout(payout!.id, 'fail', 'ALREADY_CLOSE_ACCOUNT')
    expect(await look(id)).toMatchObject({ status: 'FAILED', failureCode: 'ALREADY_CLOSE_ACCOUNT' })
    expect((await getWithdrawal(ctx, userId, id)).reason).toContain('출금 계좌를 바꾼 뒤')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
  })

  test('completed, then given back: it is withdrawable again, once', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await settled(scene, id)
    const [payout] = await payoutsOf(id)
    await toss.playPayout(payout!.id, 'return')
    for (let time = 0; time < 2; time++) expect((await look(id)).status).toBe('RETURNED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
  })

  test('failed, then completed: it is taken again', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    const [payout] = await payoutsOf(id)
    await toss.playPayout(payout!.id, 'fail')
    expect((await look(id)).status).toBe('FAILED')
    await toss.playPayout(payout!.id, 'complete')
    expect((await look(id)).status).toBe('COMPLETED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
  })
})

describe('at once', () => {
  test('twenty requests and four workers make one payout', async () => {
    const { userId } = await payable(scene, 90_000n)
    const key = newKey()
    const made = await Promise.all(
      Array.from({ length: 20 }, () => requestWithdrawal(ctx, { userId, amount: 50_000n, key })),
    )
    const { id } = made[0]!.withdrawal
    await Promise.all(Array.from({ length: 4 }, () => sendDue(ctx)))
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await payoutsOf(id)).toHaveLength(1)
  })

  test('workers who ignore each other make one payout, under one key', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('delay', { match: PAY, param: 300 })
    const row = await rowOf(scene, id)
    await Promise.all(Array.from({ length: 6 }, () => resolveWithdrawal(ctx, row)))
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await payoutsOf(id)).toHaveLength(1)
    expect((await keysOf(id)).size).toBe(1)
  })

  test('workers who ignore each other after a refusal make one payout, or give the money back', async () => {
    const { userId } = await payable(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('code:NOT_ENOUGH_AMOUNT', { match: PAY })
    await toss.fault('code:INVALID_REQUEST', { match: PAY })
    await sendDue(ctx)
    const row = await rowOf(scene, id)
    await Promise.all(Array.from({ length: 6 }, () => resolveWithdrawal(ctx, row)))
    await toss.advance(6 * MINUTE_MS)
    const { status } = await settled(scene, id)
    expect(await payoutsOf(id)).toHaveLength(status === 'COMPLETED' ? 1 : 0)
    expect(await purse(scene, userId)).toEqual({ withdrawable: status === 'COMPLETED' ? 40_000n : 90_000n })
  })
})
