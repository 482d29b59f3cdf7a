import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { orders } from '@/db/schema/charge'
import { notifications } from '@/db/schema/notification'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { chargeLimits } from '@/lib/charge/limits'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { settleCharge } from '@/lib/charge/settle'
import { PosPayError } from '@/lib/errors'
import { readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { wordsOf } from '@/lib/notification/words'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { paymentSchema } from '@/lib/toss/payment'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'

// Every message of Toss's is lost here: what is known is known by asking.
const scene = await openScene()
const { ctx, toss } = scene

beforeEach(() => void vi.spyOn(log, 'error').mockImplementation(() => undefined))
afterEach(async () => {
  vi.restoreAllMocks()
  await expectSound(scene)
})

async function waiting(amount = 10_000n, user?: string) {
  const order = await paidOrder(scene, amount, user, 'VIRTUAL_ACCOUNT')
  expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'WAITING_FOR_DEPOSIT' })
  return order
}

/** Nobody has to wait longer, whatever is lost. */
async function fiveMinutesPass() {
  await toss.advance(5 * MINUTE_MS)
  await recoverCharges(ctx)
}

const statusOf = async ({ userId, orderId }: { userId: string; orderId: string }) =>
  (await getOrder(ctx, userId, orderId)).status

const postings = async (orderId: string) =>
  (
    await ctx.db.execute<{ type: string; reference: string; amount: string }>(sql`
      select t.type, t.reference, (select sum(-e.amount)::text from entries e where e.transaction_id = t.id and e.account = 'pg_receivable') as amount
      from transactions t where t.order_id = ${orderId} order by t.seq`)
  ).rows.map(({ type, reference, amount }) => [type, reference.replace(orderId, 'X'), Number(amount)])

const toldOf = async (userId: string) => {
  const rows = await ctx.db
    .select()
    .from(notifications)
    .where(eq(notifications.userId, userId))
    .orderBy(notifications.id)
  return rows.map((row) => [row.kind, wordsOf(row).body] as const)
}

describe('a virtual account', () => {
  test('is kept with the order as Toss issued it: number and secret encrypted', async () => {
    const { userId, orderId } = await waiting()
    const order = await getOrder(ctx, userId, orderId)
    expect(order.virtualAccount).toEqual({
      bankCode: '20',
      accountNumber: expect.stringMatching(/^X\d{13}$/),
      holder: expect.any(String),
      dueDate: expect.any(Date),
    })
    const [row] = await ctx.db.select().from(orders).where(eq(orders.id, orderId))
    expect(
      JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(order.virtualAccount!.accountNumber)
    expect(ctx.sealer.open(row!.secretSealed!)).toMatch(/^ps_\w+$/)
    expect((await readWallet(ctx, userId)).balance).toBe(0n)
  })

  test('counts against what may be charged until it ends', async () => {
    const { userId } = await waiting(1_500_000n)
    expect((await chargeLimits(ctx, userId)).max).toBe(500_000n)
  })

  test('whose time Toss tells without an offset is due by Korean time', () => {
    const due = (dueDate: string) =>
      paymentSchema.parse({
        mId: 'm',
        paymentKey: 'k',
        orderId: 'o',
        status: 'WAITING_FOR_DEPOSIT',
        totalAmount: 1,
        currency: 'KRW',
        virtualAccount: { accountNumber: 'X1', bankCode: '20', dueDate },
      }).virtualAccount?.dueDate
    expect(due('2026-11-29T10:31:02')).toEqual(new Date('2026-11-29T01:31:02Z'))
    expect(due('2026-11-29T10:31:02+09:00')).toEqual(new Date('2026-11-29T01:31:02Z'))
  })

  test('is paid: credited once within five minutes, and the user is told', async () => {
    const order = await waiting()
    await toss.deposit(order.paymentKey)
    await fiveMinutesPass()
    await fiveMinutesPass()
    expect(await statusOf(order)).toBe('DONE')
    expect(await postings(order.orderId)).toEqual([['charge', 'X', 10_000]])
    expect(await toldOf(order.userId)).toEqual([
      ['charge.deposited', '가상계좌로 입금한 10,000원을 충전했어요.'],
    ])
  })

  test('is not paid with any other amount', async () => {
    const order = await waiting()
    await toss.deposit(order.paymentKey, { amount: 9_999 })
    await toss.deposit(order.paymentKey, { amount: 10_001 })
    await fiveMinutesPass()
    expect(await statusOf(order)).toBe('WAITING_FOR_DEPOSIT')
  })

  test('expires after its time, by our own look, and the user is told', async () => {
    const order = await waiting()
    await toss.advance(7 * DAY_MS - MINUTE_MS)
    await recoverCharges(ctx)
    expect(await statusOf(order)).toBe('WAITING_FOR_DEPOSIT')
    await fiveMinutesPass()
    expect(await statusOf(order)).toBe('EXPIRED')
    expect((await toldOf(order.userId)).map(([kind]) => kind)).toEqual(['charge.expired'])
    expect((await chargeLimits(ctx, order.userId)).max).toBe(2_000_000n)
  })

  test('does not expire while Toss cannot be asked', async () => {
    const order = await waiting()
    await toss.advance(8 * DAY_MS)
    await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*', times: 100 })
    await recoverCharges(ctx)
    await toss.clearFaults()
    expect(await statusOf(order)).toBe('WAITING_FOR_DEPOSIT')
    await fiveMinutesPass()
    expect(await statusOf(order)).toBe('EXPIRED')
  })

  test('no more than five are open for a person: the next one waits, others are free', async () => {
    const { userId } = await newRenter(scene)
    const beforehand = await paidOrder(scene, 1_000n, userId, 'VIRTUAL_ACCOUNT')
    for (let n = 0; n < 5; n++) await waiting(1_000n, userId)
    const refused = { code: 'RATE_LIMITED', retryAfterSeconds: HOUR_MS / 1000 }
    await expect(createOrder(ctx, { userId, amount: 1_000n })).rejects.toMatchObject(refused)
    await expect(confirmCharge(ctx, beforehand)).rejects.toMatchObject(refused)
    await waiting(1_000n)
  })

  test('opened at once are no more than five either', async () => {
    const { userId } = await newRenter(scene)
    await waiting(1_000n, userId)
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => paidOrder(scene, 1_000n, userId, 'VIRTUAL_ACCOUNT')),
    )
    const answers = await Promise.all(
      asked.map((order) => confirmCharge(ctx, order).catch((error: PosPayError) => error)),
    )
    const open = await ctx.db.select().from(orders).where(eq(orders.userId, userId))
    expect(open.filter(({ status }) => status === 'WAITING_FOR_DEPOSIT').length).toBeLessThanOrEqual(5)
    expect(answers.some((answer) => answer instanceof PosPayError)).toBe(true)
  })
})

describe('a deposit that the bank undoes', () => {
  test('is taken out again within five minutes, and the order waits as before', async () => {
    const order = await waiting()
    await toss.deposit(order.paymentKey)
    await fiveMinutesPass()
    await toss.deposit(order.paymentKey, { undo: true })
    await fiveMinutesPass()
    expect(await statusOf(order)).toBe('WAITING_FOR_DEPOSIT')
    expect(await postings(order.orderId)).toEqual([
      ['charge', 'X', 10_000],
      ['charge_reversal', 'X#1', -10_000],
    ])
    expect((await readWallet(ctx, order.userId)).balance).toBe(0n)
    expect((await toldOf(order.userId)).at(-1)).toEqual([
      'charge.reversed',
      '잔액에서 10,000원을 뺐어요. 은행에서 입금을 되돌려 10,000원의 충전이 취소됐어요.',
    ])
  })

  test('and comes again is credited again, each time once', async () => {
    const order = await waiting()
    for (let turn = 0; turn < 2; turn++) {
      await toss.deposit(order.paymentKey)
      await fiveMinutesPass()
      await toss.deposit(order.paymentKey, { undo: true })
      await fiveMinutesPass()
    }
    await toss.deposit(order.paymentKey)
    await fiveMinutesPass()
    expect(await statusOf(order)).toBe('DONE')
    expect(await postings(order.orderId)).toEqual([
      ['charge', 'X', 10_000],
      ['charge_reversal', 'X#1', -10_000],
      ['charge', 'X#1', 10_000],
      ['charge_reversal', 'X#2', -10_000],
      ['charge', 'X#2', 10_000],
    ])
    expect((await readWallet(ctx, order.userId)).balance).toBe(10_000n)
  })

  test('may come again after its time is over: late money wins', async () => {
    const order = await waiting()
    await toss.deposit(order.paymentKey)
    await fiveMinutesPass()
    await toss.deposit(order.paymentKey, { undo: true })
    await fiveMinutesPass()
    await toss.advance(7 * DAY_MS)
    await recoverCharges(ctx)
    expect(await statusOf(order)).toBe('EXPIRED')
    await toss.deposit(order.paymentKey)
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'DONE' })
  })
})

describe('an answer that comes late', () => {
  const at = { orderStatus: 'WAITING_FOR_DEPOSIT', undone: 0 }

  async function shown(orderId: string) {
    const answer = await ctx.toss.findByOrder(orderId)
    if (answer.kind !== 'payment') throw new Error('no payment')
    return answer.payment
  }

  test('does not undo what was credited since Toss gave it', async () => {
    const order = await waiting()
    const before = await shown(order.orderId)
    await toss.deposit(order.paymentKey)
    await fiveMinutesPass()
    const seen = { status: at.orderStatus, depositsUndone: at.undone } as const
    for (const old of ['CONFIRMING', at.orderStatus] as const) {
      await settleCharge(ctx, order.orderId, {
        kind: 'payment',
        payment: before,
        seen: { ...seen, status: old as 'CONFIRMING' },
      })
    }
    expect(await statusOf(order)).toBe('DONE')
    expect(await postings(order.orderId)).toHaveLength(1)
  })

  test('does not credit again what was undone since Toss gave it, and has Toss asked again', async () => {
    const order = await waiting()
    await toss.deposit(order.paymentKey)
    await fiveMinutesPass()
    const done = await shown(order.orderId)
    await toss.deposit(order.paymentKey, { undo: true })
    await fiveMinutesPass()
    await settleCharge(ctx, order.orderId, {
      kind: 'payment',
      payment: done,
      seen: { status: 'DONE', depositsUndone: 0 },
    })
    expect(await statusOf(order)).toBe('WAITING_FOR_DEPOSIT')
    expect(await postings(order.orderId)).toHaveLength(2)
    const [row] = await ctx.db.select().from(orders).where(eq(orders.id, order.orderId))
    expect(row!.nextCheckAt!.getTime()).toBeLessThanOrEqual(addMs(ctx.now(), 2_000).getTime())
  })
})
