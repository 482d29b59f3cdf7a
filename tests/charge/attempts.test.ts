import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { orders, tossCalls } from '@/db/schema/charge'
import { lastAttempt } from '@/lib/charge/ask-toss'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import type { Ctx } from '@/lib/context'
import { addMs, SECOND_MS } from '@/lib/time'
import type { ConfirmRequest, TossAnswer } from '@/lib/toss/client'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene

afterEach(async () => {
  await toss.clearFaults()
  await expectSound(scene)
})

const keysOf = async (orderId: string) =>
  (await toss.confirms(orderId)).map(({ idempotencyKey }) => idempotencyKey?.split(':').at(-1))

describe('how an attempt stands', () => {
  const SENT_AT = new Date('2026-11-22T10:00:00Z')
  const RUNNING_MS = 35 * SECOND_MS

  type Call = Partial<
    Pick<typeof tossCalls.$inferInsert, 'code' | 'answeredAt' | 'startedAt' | 'idempotencyKey'>
  >

  /** An order at its second attempt, with these calls; the newest is given last. */
  async function standing(calls: Call[], elapsedMs: number) {
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    for (const call of calls) {
      await ctx.db.insert(tossCalls).values({
        id: randomUUID(),
        orderId,
        operation: 'confirm',
        idempotencyKey: `confirm:${orderId}:2`,
        requestHash: 'hash',
        requestId: 'test',
        startedAt: SENT_AT,
        httpStatus: call.answeredAt ? 400 : null,
        ...call,
      })
    }
    const [order] = await ctx.db.select().from(orders).where(eq(orders.id, orderId))
    const now = () => addMs(SENT_AT, elapsedMs)
    return lastAttempt({ ...ctx, now }, { ...order!, attempt: 2 })
  }

  const answered = (code: string | null, startedAt = SENT_AT): Call => ({
    code,
    startedAt,
    answeredAt: startedAt,
  })
  const later = addMs(SENT_AT, SECOND_MS)
  const cases: [string, Call[], number, object][] = [
    ['never sent', [], 0, { state: 'unanswered' }],
    ['sent just now', [{}], 0, { state: 'running' }],
    ['sent within the time of a request', [{}], RUNNING_MS - 1, { state: 'running' }],
    ['sent longer ago than any request lasts', [{}], RUNNING_MS, { state: 'unanswered' }],
    ['broken off', [{ code: 'ECONNRESET' }], 0, { state: 'unanswered' }],
    ['broken off, and sent again', [{ code: 'ECONNRESET' }, { startedAt: later }], 0, { state: 'running' }],
    ['told that it still runs', [answered('IDEMPOTENT_REQUEST_PROCESSING')], 0, { state: 'unanswered' }],
    ['answered without a decision', [answered('PROVIDER_ERROR')], 0, { state: 'answered' }],
    ['answered with a payment', [answered(null)], 0, { state: 'answered' }],
    ['refused', [answered('INVALID_REQUEST')], 0, { state: 'refused', code: 'INVALID_REQUEST' }],
    [
      'answered, and sent again',
      [answered('PROVIDER_ERROR'), { startedAt: later }],
      0,
      { state: 'answered' },
    ],
    [
      'refused after an answer without a decision',
      [answered('PROVIDER_ERROR'), answered('INVALID_REQUEST', later)],
      0,
      { state: 'refused', code: 'INVALID_REQUEST' },
    ],
    [
      'answered without a decision after a refusal',
      [answered('INVALID_REQUEST'), answered('PROVIDER_ERROR', later)],
      0,
      { state: 'answered' },
    ],
    ['under another key', [{ idempotencyKey: 'confirm:other:1' }], 0, { state: 'unanswered' }],
  ]
  test.each(cases)('%s', async (_, calls, elapsedMs, expected) => {
    expect(await standing(calls, elapsedMs)).toEqual(expected)
  })
})

describe('while a confirm is on its way', () => {
  /** A Toss whose answers to confirm are held back. */
  function holdingBack() {
    const sent: ConfirmRequest[] = []
    const answers: ((answer: TossAnswer) => void)[] = []
    const confirm = (request: ConfirmRequest) => {
      sent.push(request)
      return new Promise<TossAnswer>((resolve) => answers.push(resolve))
    }
    const slow: Ctx = { ...ctx, toss: { ...ctx.toss, confirm } }
    return { slow, sent, answers }
  }

  test('the job sends no second one beside it; after its time the same key goes again', async () => {
    const order = await paidOrder(scene, 10_000n)
    const { slow, sent, answers } = holdingBack()
    const charge = confirmCharge(slow, order)
    await expect.poll(() => sent).toHaveLength(1)

    await toss.advance(20 * SECOND_MS)
    expect(await recoverCharges(slow)).toBe(1)
    expect(sent).toHaveLength(1)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'CONFIRMING' })

    await toss.advance(30 * SECOND_MS)
    const job = recoverCharges(slow)
    await expect.poll(() => sent).toHaveLength(2)
    expect(sent[1]).toEqual(sent[0])

    const answer = await ctx.toss.confirm(sent[0]!)
    for (const tell of answers) tell(answer)
    await job
    expect(await charge).toMatchObject({ status: 'DONE' })
  })
})

describe('after an answer without a decision', () => {
  test('nothing is sent again for as long as Toss knows no payment', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('code:PROVIDER_ERROR')
    await confirmCharge(ctx, order)
    await toss.fault('code:NOT_FOUND_PAYMENT', { match: 'GET /v1/payments/orders/*' })
    await toss.advance(31 * SECOND_MS)
    await recoverCharges(ctx)
    expect(await keysOf(order.orderId)).toEqual(['1'])
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'CONFIRMING' })
    await toss.advance(31 * SECOND_MS)
    await recoverCharges(ctx)
    expect(await keysOf(order.orderId)).toEqual(['1', '2'])
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'DONE' })
  })

  test('that speaks of a payment already made, Toss is looked at at once, and again a second later', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('code:ALREADY_PROCESSED_PAYMENT')
    await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*' })
    expect(await confirmCharge(ctx, order)).toMatchObject({ status: 'CONFIRMING' })
    await toss.advance(SECOND_MS)
    expect(await recoverCharges(ctx)).toBe(1)
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'DONE' })
  })
})
