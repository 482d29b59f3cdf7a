import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { readHistory } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { expectSound, openScene, paidOrder } from '../support/scene'

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
  for (let turn = 0; turn < 2; turn++) {
    await toss.advance(3 * MINUTE_MS)
    await Promise.all([applyWebhooks(ctx), recoverCharges(ctx)])
  }
  expect(await getOrder(ctx, userId, orderId)).toMatchObject({ status: 'DONE' })
  const { items } = await readHistory(ctx, { userId })
  expect(items[0]).toMatchObject({ type: 'charge', balanceAfter: 10_000n })
  expect(items.reduce((sum, { amount }) => sum + amount, 0n)).toBe(10_000n)
})
