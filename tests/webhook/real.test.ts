import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { catchUp } from '@/lib/flows/catch-up'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'

const scene = await openScene({ webhooks: true })
const { ctx, toss, inbox } = scene

beforeEach(() => void vi.spyOn(log, 'error').mockImplementation(() => undefined))
afterAll(() => expectSound(scene))

/** A deposit that comes, goes and comes again, while Toss's messages fare as they do. */
async function backAndForth(): Promise<{ userId: string; orderId: string }> {
  const order = await paidOrder(scene, 10_000n, undefined, 'VIRTUAL_ACCOUNT')
  await confirmCharge(ctx, order)
  for (const undo of [false, true, false]) {
    await toss.deposit(order.paymentKey, { undo })
    await toss.advance(6 * SECOND_MS)
    await applyWebhooks(ctx)
  }
  return order
}

test.each([
  ['as they were sent', null],
  ['twice each', 'duplicate'],
  ['overtaking each other', 'reorder'],
  ['three days late', 'late'],
  ['never', 'lose'],
])('messages that come %s end in the same', async (_, fault) => {
  const before = inbox.count()
  const times = 100
  if (fault)
    await toss.fault(fault, { match: 'webhook', times, param: fault === 'late' ? 3 * 86_400_000 : undefined })
  const { userId, orderId } = await backAndForth()
  await toss.clearFaults()
  if (fault === 'late') await toss.advance(3 * 86_400_000 + MINUTE_MS)
  if (fault && fault !== 'lose' && fault !== 'reorder') await inbox.received(before + 8)
  await toss.advance(5 * MINUTE_MS - SECOND_MS)
  await Promise.all([applyWebhooks(ctx), recoverCharges(ctx)])
  await expectOneCharge(userId, orderId)
})

async function expectOneCharge(userId: string, orderId: string): Promise<void> {
  expect(await getOrder(ctx, userId, orderId)).toMatchObject({ status: 'DONE' })
  const { items } = await readHistory(ctx, { userId })
  expect(items[0]).toMatchObject({ type: 'charge', balanceAfter: 10_000n })
  expect(items.reduce((sum, { amount }) => sum + amount, 0n)).toBe(10_000n)
}

test('all of them once more, twenty times each and the last one first, change nothing', async () => {
  const { userId, orderId } = await backAndForth()
  await toss.advance(5 * MINUTE_MS - SECOND_MS)
  await Promise.all([applyWebhooks(ctx), recoverCharges(ctx)])
  const before = await readHistory(ctx, { userId })
  const sent = await toss.webhooksOf(orderId)
  expect(sent.length).toBeGreaterThanOrEqual(8)
  for (const id of sent.reverse()) {
    await Promise.all(Array.from({ length: 20 }, () => toss.resend(id)))
    await toss.advance(6 * SECOND_MS)
    await applyWebhooks(ctx)
  }
  await expectOneCharge(userId, orderId)
  expect(await readHistory(ctx, { userId })).toEqual(before)
})

describe('with every message lost', () => {
  /** The pace of the job, and what it leaves alone: no more than five minutes. */
  async function fourMinutesPass() {
    await toss.advance(4 * MINUTE_MS)
    await catchUp(ctx)
  }

  test.each(['dashboard-cancel', 'chargeback'] as const)(
    'a %s of a card is known within five minutes',
    async (how) => {
      const order = await paidOrder(scene, 10_000n)
      await confirmCharge(ctx, order)
      await toss.advance(DAY_MS)
      await toss.fault('lose', { match: 'webhook', times: 100 })
      for (const part of [4_000n, 6_000n]) {
        await toss.takeBack(order.paymentKey, how, part)
        await fourMinutesPass()
        const { balance } = await readWallet(ctx, order.userId)
        expect(balance).toBe(part === 4_000n ? 6_000n : 0n)
      }
      await toss.clearFaults()
      expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'CANCELED' })
    },
  )

  test('money for an order that lapsed here is credited within five minutes', async () => {
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    await toss.advance(DAY_MS)
    await recoverCharges(ctx)
    expect(await getOrder(ctx, userId, orderId)).toMatchObject({ status: 'EXPIRED' })
    await toss.plant({ orderId, totalAmount: 10_000 })
    await fourMinutesPass()
    await expectOneCharge(userId, orderId)
  })

  test('Toss is asked about no order of which our book knows all', async () => {
    const order = await paidOrder(scene, 10_000n)
    await confirmCharge(ctx, order)
    await toss.plant({ orderId: 'somebody-elses-order-1', totalAmount: 7_000 })
    const asked = await toss.queries(order.orderId)
    await fourMinutesPass()
    expect(await toss.queries(order.orderId)).toBe(asked)
    expect(await toss.queries('somebody-elses-order-1')).toBe(0)
  })

  test('a list that does not come is left for the next turn', async () => {
    const order = await paidOrder(scene, 10_000n)
    await confirmCharge(ctx, order)
    await toss.takeBack(order.paymentKey, 'chargeback')
    await toss.fault('http5xx-before', { match: 'GET /v1/transactions' })
    await fourMinutesPass()
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'DONE' })
    await fourMinutesPass()
    expect(await getOrder(ctx, order.userId, order.orderId)).toMatchObject({ status: 'CANCELED' })
  })
})
