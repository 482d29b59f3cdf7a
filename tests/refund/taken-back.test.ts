import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followHint } from '@/lib/charge/hint'
import { getOrder } from '@/lib/charge/read'
import { settleCharge } from '@/lib/charge/settle'
import { readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { cancelReason } from '@/lib/toss/cancels'
import { paymentSchema } from '@/lib/toss/payment'
import { SECOND_MS } from '@/lib/time'
import { donePayment } from '../support/fixed-toss'
import { expectSound, openScene } from '../support/scene'
import { CANCEL, charged, recoverFor, refund, refundRow, spend } from './support'

/** Charges that go back on our word and on somebody else's: each won once. */
const scene = await openScene()
const { ctx, toss } = scene

beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await expectSound(scene)
})

const hint = async (orderId: string) => {
  await toss.advance(6 * SECOND_MS)
  expect(await followHint(ctx, { orderId, secret: null })).toEqual({ kind: 'looked' })
}
const purse = async (userId: string) => {
  const { balance, debt } = await readWallet(ctx, userId)
  return { balance, debt }
}

test('what we gave back ourselves is not taken out a second time, in part or whole', async () => {
  const charge = await charged(scene, 10_000n)
  for (const amount of [4_000n, 6_000n]) {
    expect(await refund(scene, charge, amount)).toMatchObject({ status: 'DONE' })
    await hint(charge.orderId)
  }
  expect(await getOrder(ctx, charge.userId, charge.orderId)).toMatchObject({
    status: 'CANCELED',
    takenBack: 0n,
  })
  expect(await purse(charge.userId)).toEqual({ balance: 0n, debt: 0n })
})

test('a message about a refund whose answer was lost leaves it to the refund', async () => {
  const charge = await charged(scene, 10_000n)
  await toss.fault('drop-after', { match: CANCEL, times: 1 })
  const { refundId } = await refund(scene, charge, 10_000n)
  await toss.clearFaults()
  await hint(charge.orderId)
  expect(await getOrder(ctx, charge.userId, charge.orderId)).toMatchObject({ status: 'DONE', takenBack: 0n })
  await recoverFor(scene, 60)
  expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'DONE' })
  expect(await getOrder(ctx, charge.userId, charge.orderId)).toMatchObject({ status: 'CANCELED' })
  expect(await purse(charge.userId)).toEqual({ balance: 0n, debt: 0n })
})

test('a part by us and the rest by others: the order is CANCELED, whichever comes last', async () => {
  for (const oursLast of [false, true]) {
    const charge = await charged(scene, 10_000n)
    const steps = [
      async () => expect(await refund(scene, charge, 3_000n)).toMatchObject({ status: 'DONE' }),
      async () => {
        await toss.takeBack(charge.paymentKey, 'dashboard-cancel', 7_000n)
        await hint(charge.orderId)
      },
    ]
    for (const step of oursLast ? steps.reverse() : steps) await step()
    expect(await getOrder(ctx, charge.userId, charge.orderId)).toMatchObject({
      status: 'CANCELED',
      takenBack: 7_000n,
    })
    expect(await purse(charge.userId)).toEqual({ balance: 0n, debt: 0n })
  }
})

test('others were faster at Toss: the refund fails, and what they took comes out of what it gave back', async () => {
  const charge = await charged(scene, 10_000n)
  await toss.takeBack(charge.paymentKey, 'chargeback', 8_000n)
  expect(await refund(scene, charge, 5_000n)).toMatchObject({ status: 'FAILED' })
  await hint(charge.orderId)
  expect(await getOrder(ctx, charge.userId, charge.orderId)).toMatchObject({
    status: 'DONE',
    takenBack: 8_000n,
  })
  expect(await purse(charge.userId)).toEqual({ balance: 2_000n, debt: 0n })
})

test('a refund that failed here and was made at Toss all the same is taken out again, and may leave a debt', async () => {
  const charge = await charged(scene, 10_000n)
  await toss.fault('code:NOT_CANCELABLE_PAYMENT', { match: CANCEL, times: 1 })
  const { refundId, status } = await refund(scene, charge, 10_000n)
  await toss.clearFaults()
  expect(status).toBe('FAILED')
  await spend(scene, charge.userId, 4_000n)
  await toss.cancel(charge.paymentKey, { cancelReason: cancelReason(refundId) })
  await hint(charge.orderId)
  expect(await getOrder(ctx, charge.userId, charge.orderId)).toMatchObject({
    status: 'CANCELED',
    takenBack: 10_000n,
  })
  expect(await purse(charge.userId)).toEqual({ balance: 0n, debt: 4_000n })
})

test('a deposit of which we gave back a part and that Toss shows as undone changes nothing, and rings', async () => {
  const charge = await charged(scene, 10_000n)
  expect(await refund(scene, charge, 4_000n)).toMatchObject({ status: 'DONE' })
  const seen = await getOrder(ctx, charge.userId, charge.orderId)
  const shown = {
    ...donePayment(charge.orderId, charge.paymentKey, 10_000),
    ...{ status: 'WAITING_FOR_DEPOSIT', approvedAt: null },
  }
  const evidence = { kind: 'payment' as const, payment: paymentSchema.parse(shown), seen }
  expect(await settleCharge(ctx, charge.orderId, evidence)).toMatchObject({
    status: 'DONE',
    depositsUndone: 0,
  })
  expect(log.error).toHaveBeenCalledWith(
    expect.objectContaining({ alarm: 'charge.contradicted', orderId: charge.orderId }),
    expect.anything(),
  )
  expect(await purse(charge.userId)).toEqual({ balance: 6_000n, debt: 0n })
})
