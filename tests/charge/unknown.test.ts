import { gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { withTx } from '@/db/tx'
import { confirmCharge } from '@/lib/charge/confirm'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { readWallet } from '@/lib/ledger/read'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { donePayment, openFixedToss } from '../support/fixed-toss'
import { expectSound, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene

afterEach(async () => {
  await toss.clearFaults()
  await expectSound(scene)
})

type Paid = Awaited<ReturnType<typeof paidOrder>>
const balanceOf = async ({ userId }: Paid) => (await readWallet(ctx, userId)).balance
const statusOf = async ({ userId, orderId }: Paid) => (await getOrder(ctx, userId, orderId)).status
const keysOf = async ({ orderId }: Paid) =>
  (await toss.confirms(orderId)).map(({ idempotencyKey }) => idempotencyKey?.split(':').at(-1))

async function recoverAfter(ms: number): Promise<void> {
  await toss.advance(ms)
  await recoverCharges(ctx)
}

describe('an answer that never came, or came broken', () => {
  const NOT_TAKEN = ['drop-before', 'http5xx-before']
  const TAKEN = ['drop-after', 'http5xx-after', 'garbage', 'truncate']

  test.each([...NOT_TAKEN, ...TAKEN])('%s: the charge is open, then done, and taken once', async (fault) => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault(fault)
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'CONFIRMING' })
    expect(await balanceOf(order)).toBe(0n)
    await recoverAfter(30 * SECOND_MS)
    expect(await statusOf(order)).toBe('DONE')
    expect(await balanceOf(order)).toBe(10_000n)
    expect(await toss.taken(order.orderId)).toBe(10_000n)
  })

  test.each(TAKEN)('%s: what was taken is found by looking, not by asking again', async (fault) => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault(fault)
    await confirmCharge(ctx, order)
    await recoverAfter(30 * SECOND_MS)
    expect(await keysOf(order)).toEqual(['1'])
  })

  test('the key stays the same for as long as no answer comes', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-before', { times: 4 })
    await confirmCharge(ctx, order)
    for (let turn = 0; turn < 4; turn++) await recoverAfter(31 * SECOND_MS)
    expect(await statusOf(order)).toBe('DONE')
    expect(await keysOf(order)).toEqual(['1', '1', '1', '1', '1'])
  })

  test('a new key comes only after an answer and a look that shows no effect', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('code:PROVIDER_ERROR', { times: 2 })
    await confirmCharge(ctx, order)
    await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*' })
    await recoverAfter(31 * SECOND_MS)
    expect(await keysOf(order)).toEqual(['1'])
    await recoverAfter(31 * SECOND_MS)
    await recoverAfter(31 * SECOND_MS)
    expect(await keysOf(order)).toEqual(['1', '2', '3'])
    expect(await statusOf(order)).toBe('DONE')
  })

  test('an answer that says no while the money was taken is credited', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('code:PROVIDER_ERROR')
    await confirmCharge(ctx, order)
    const { paymentKey, orderId } = order
    await ctx.toss.confirm({ paymentKey, orderId, amount: 10_000n, idempotencyKey: `late:${orderId}` })
    await recoverAfter(31 * SECOND_MS)
    expect(await statusOf(order)).toBe('DONE')
    expect(await keysOf(order)).toEqual(['1', orderId])
  })

  test('money that was already taken for this order is credited at once', async () => {
    const order = await paidOrder(scene, 10_000n)
    await ctx.toss.confirm({ ...order, idempotencyKey: `before:${order.orderId}` })
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'DONE' })
    expect(await balanceOf(order)).toBe(10_000n)
  })

  test('Toss asking for patience is given it', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-after')
    await confirmCharge(ctx, order)
    await toss.fault('code:FORBIDDEN_CONSECUTIVE_REQUEST', { match: 'GET /v1/payments/orders/*', times: 2 })
    await recoverAfter(31 * SECOND_MS)
    await recoverAfter(31 * SECOND_MS)
    expect(await statusOf(order)).toBe('CONFIRMING')
    await recoverAfter(31 * SECOND_MS)
    expect(await statusOf(order)).toBe('DONE')
  })
})

describe('an outcome that stays unknown', () => {
  test('is not failure while Toss does not know the payment, until its window is over', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-before', { times: 100 })
    await toss.fault('code:NOT_FOUND_PAYMENT', { match: 'GET /v1/payments/orders/*', times: 100 })
    await confirmCharge(ctx, order)
    await recoverAfter(11 * MINUTE_MS)
    expect(await statusOf(order)).toBe('CONFIRMING')
    await recoverAfter(MINUTE_MS + SECOND_MS)
    expect(await statusOf(order)).toBe('EXPIRED')
  })

  test('is asked about at least every thirty seconds', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-before', { times: 100 })
    await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*', times: 100 })
    await confirmCharge(ctx, order)
    const pauses: number[] = []
    for (let turn = 0; turn < 9; turn++) {
      await recoverAfter(30 * SECOND_MS)
      const { rows } = await ctx.db.execute<{ next: string }>(
        sql`select next_check_at as next from orders where id = ${order.orderId}`,
      )
      pauses.push(new Date(rows[0]!.next).getTime() - ctx.now().getTime())
    }
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30 * SECOND_MS)
    expect(await statusOf(order)).toBe('CONFIRMING')
  })

  test('goes to a person after a day', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-before', { times: 100 })
    await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*', times: 100 })
    await confirmCharge(ctx, order)
    await recoverAfter(DAY_MS - MINUTE_MS)
    expect(await statusOf(order)).toBe('CONFIRMING')
    await recoverAfter(2 * MINUTE_MS)
    expect(await statusOf(order)).toBe('NEEDS_REVIEW')
    expect(await balanceOf(order)).toBe(0n)
  })
})

describe('two workers at once', () => {
  test('look at each order once', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => paidOrder(scene, 5_000n)))
    await toss.fault('drop-after', { times: orders.length })
    await Promise.all(orders.map((order) => confirmCharge(ctx, order)))
    await toss.advance(30 * SECOND_MS)
    const looked = await Promise.all([recoverCharges(ctx), recoverCharges(ctx), recoverCharges(ctx)])
    expect(looked.reduce((sum, count) => sum + count)).toBe(orders.length)
    for (const order of orders) expect(await balanceOf(order)).toBe(5_000n)
  })
})

describe('a slow Toss', () => {
  test(
    'keeps a buyer for eight seconds at most, and is finished without them',
    { timeout: 30_000 },
    async () => {
      const order = await paidOrder(scene, 10_000n)
      await toss.fault('delay', { param: 12_500 })
      const startedAt = performance.now()
      const answers = await Promise.all([confirmCharge(ctx, order), confirmCharge(ctx, order)])
      const waitedMs = performance.now() - startedAt
      expect(answers.map(({ status }) => status)).toEqual(['CONFIRMING', 'CONFIRMING'])
      expect(waitedMs).toBeGreaterThan(7_500)
      expect(waitedMs).toBeLessThan(12_000)

      const { rows } = await ctx.db.execute(
        sql`select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
      )
      expect(rows, 'no tx is open while Toss thinks').toEqual([])

      // The first request still runs: the job must not send a second one beside it.
      await toss.advance(11 * SECOND_MS)
      await recoverCharges(ctx)
      await expect.poll(() => statusOf(order), { timeout: 15_000 }).toBe('DONE')
      expect(await keysOf(order)).toEqual(['1'])
    },
  )

  test('is never called inside a tx', async () => {
    await expect(withTx(ctx.db, () => ctx.toss.findByOrder('any'))).rejects.toThrow(
      'a call to Toss inside a tx',
    )
    await expect(
      withTx(ctx.db, () =>
        ctx.toss.confirm({ paymentKey: 'k', orderId: 'o', amount: 1n, idempotencyKey: 'i' }),
      ),
    ).rejects.toThrow('a call to Toss inside a tx')
  })
})

describe('an answer that is not one of Toss', () => {
  const done = donePayment('order', 'key', 10_000)
  const BODIES: [string, { status?: number; body: unknown; headers?: Record<string, string> }][] = [
    ['an empty body', { body: '' }],
    ['HTML', { status: 502, body: '<html><title>502</title></html>' }],
    ['null', { body: 'null' }],
    ['a list', { body: [done] }],
    ['a payment without a status', { body: { ...done, status: undefined } }],
    ['a payment in a state that we do not know', { body: { ...done, status: 'HALF_DONE' } }],
    ['an amount as text', { body: { ...done, totalAmount: '10000' } }],
    ['a fraction of a won', { body: { ...done, totalAmount: 10_000.5 } }],
    ['a negative amount', { body: { ...done, totalAmount: -10_000 } }],
    ['an amount beyond what JSON can carry', { body: JSON.stringify(done).replace('10000', '1e400') }],
    ['an error without a code', { status: 400, body: { message: '?' } }],
    ['a payment with an error status', { status: 500, body: done }],
    ['a redirect', { status: 302, body: '', headers: { location: 'https://example.com/' } }],
    ['more than a mebibyte', { body: JSON.stringify({ ...done, padding: 'x'.repeat(1024 * 1024) }) }],
    [
      'a small answer that unpacks to fifty mebibytes',
      { body: gzipSync(Buffer.alloc(50 * 1024 * 1024, 32)), headers: { 'content-encoding': 'gzip' } },
    ],
  ]
  test.each(BODIES)('%s leaves the outcome unknown', async (_, answer) => {
    const fixed = await openFixedToss(() => answer)
    expect(await fixed.findByOrder('order')).toMatchObject({ kind: 'unanswered' })
  })

  test('what only informs may be missing, new or odd', async () => {
    const odd = {
      ...done,
      method: 7,
      receipt: { url: 'javascript:alert(1)' },
      failure: 'none',
      easyPay: {},
      future: [1],
    }
    const fixed = await openFixedToss(() => ({ body: odd }))
    expect(await fixed.findByOrder('order')).toMatchObject({
      kind: 'payment',
      payment: { status: 'DONE', totalAmount: 10_000, method: null, receipt: null, failure: null },
    })
  })
})
