import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { users } from '@/db/schema/identity'
import { adjustmentPath } from '@/app/admin/adjustments/form-path'
import { approveAdjustment } from '@/lib/adjustment/decide'
import type { Draft } from '@/lib/adjustment/draft'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { advanceBookings } from '@/lib/booking/advance'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { followHint } from '@/lib/charge/hint'
import { chargeLimits } from '@/lib/charge/limits'
import { getOrder } from '@/lib/charge/read'
import { leave } from '@/lib/flows/leave'
import { startSession } from '@/lib/identity/session'
import { newId } from '@/lib/ids'
import { readWallet } from '@/lib/ledger/read'
import { giveConsent, listAsked } from '@/lib/terms/consent'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { newPlace, paidBooking } from '../booking/support'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'
import { openOffice } from './support'

const scene = await openScene()
const { ctx, toss } = scene
const office = await openOffice(scene)

const newUser = async () => (await newRenter(scene)).userId
const refused = { code: 'FORBIDDEN', message: expect.stringContaining('바뀐 약관에 동의해야') }

/** Somebody whose charge was taken back from them after they had spent `owed` of it. */
async function debtor(owed: bigint): Promise<string> {
  const order = await paidOrder(scene, 10_000n)
  await confirmCharge(ctx, order)
  const place = await newPlace(scene, { hourlyPrice: String(owed) })
  await paidBooking(scene, { ...place, renterId: order.userId, hours: 1 })
  await toss.takeBack(order.paymentKey, 'chargeback')
  await toss.advance(6 * SECOND_MS)
  await followHint(ctx, { orderId: order.orderId, secret: null })
  expect(await readWallet(ctx, order.userId)).toMatchObject({ balance: 0n, chargeDebt: owed })
  return order.userId
}

const owing = {
  whole: await debtor(8_000n),
  twice: await debtor(8_000n),
  little: await debtor(500n),
  tooLittle: await debtor(99n),
}
const agreeing = await debtor(8_000n)
const clear = await newUser()
const early = await paidOrder(scene, 20_000n)
const coming = office.inDays(40)
await office.publish('terms', { version: coming })

afterEach(() => expectSound(scene))

test('an order from before the new terms is not confirmed under them until they are agreed to', async () => {
  await toss.advance(Date.parse(`${coming}T00:00:00+09:00`) - ctx.now().getTime() - 5 * MINUTE_MS)
  const last = await paidOrder(scene, 20_000n, early.userId)
  await toss.advance(6 * MINUTE_MS)
  await expect(confirmCharge(ctx, last)).rejects.toMatchObject(refused)
  expect(await getOrder(ctx, last.userId, last.orderId)).toMatchObject({ status: 'READY' })
  const versions = { terms: (await listAsked(ctx.db, last.userId, ctx.now()))[0]!.version }
  await giveConsent(ctx, { userId: last.userId, versions })
  expect(await confirmCharge(ctx, last)).toMatchObject({ status: 'DONE' })
})

test('who owes nothing charges nothing before agreeing', async () => {
  expect(await chargeLimits(ctx, clear)).toMatchObject({ max: 0n, onlyRepays: true })
  await expect(createOrder(ctx, { userId: clear, amount: 1_000n })).rejects.toMatchObject(refused)
})

test('who owes charges what they owe and not a won more, and may then leave', async () => {
  const userId = owing.whole
  expect(await chargeLimits(ctx, userId)).toMatchObject({ min: 1_000n, max: 8_000n, onlyRepays: true })
  await expect(createOrder(ctx, { userId, amount: 8_001n })).rejects.toMatchObject(refused)
  expect(await confirmCharge(ctx, await paidOrder(scene, 3_000n, userId))).toMatchObject({ status: 'DONE' })
  await expect(createOrder(ctx, { userId, amount: 5_001n })).rejects.toMatchObject(refused)
  expect(await confirmCharge(ctx, await paidOrder(scene, 5_000n, userId))).toMatchObject({ status: 'DONE' })
  expect(await readWallet(ctx, userId)).toMatchObject({ balance: 0n, debt: 0n })
  await expect(createOrder(ctx, { userId, amount: 1_000n })).rejects.toMatchObject(refused)

  await advanceBookings(ctx)
  const { id: sessionId } = await startSession(ctx, { userId, channel: 'web' })
  await leave(ctx, { userId, sessionId })
  expect((await ctx.db.select().from(users).where(eq(users.id, userId)))[0]).toMatchObject({
    status: 'closed',
  })
})

test('two orders that repay one by one do not repay twice', async () => {
  const userId = owing.twice
  const [one, other] = [await paidOrder(scene, 8_000n, userId), await paidOrder(scene, 8_000n, userId)]
  const ended = await Promise.allSettled([confirmCharge(ctx, one), confirmCharge(ctx, other)])
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(ended.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused })
  expect(await readWallet(ctx, userId)).toMatchObject({ balance: 0n, debt: 0n })
})

test('less than a charge usually is can be repaid whole', async () => {
  const userId = owing.little
  expect(await chargeLimits(ctx, userId)).toMatchObject({ min: 500n, max: 500n })
  await expect(createOrder(ctx, { userId, amount: 499n })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  expect(await confirmCharge(ctx, await paidOrder(scene, 500n, userId))).toMatchObject({ status: 'DONE' })
  expect(await readWallet(ctx, userId)).toMatchObject({ balance: 0n, debt: 0n })
})

test('less than any card takes is written off by two operators, and who owed it may leave', async () => {
  const userId = owing.tooLittle
  for (const amount of [99n, 100n])
    await expect(createOrder(ctx, { userId, amount })).rejects.toMatchObject(
      amount === 99n ? { code: 'LIMIT_EXCEEDED' } : refused,
    )
  await advanceBookings(ctx)
  const login = { userId, sessionId: (await startSession(ctx, { userId, channel: 'web' })).id }
  await expect(leave(ctx, login)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })

  const form = adjustmentPath({
    ...{ type: 'write_off', amount: 99n, to: { account: 'write_offs' } },
    from: { account: 'charge_debt', user: userId },
  })
  expect([...new URL(form, 'http://x').searchParams]).toEqual([
    ...[['type', 'write_off'] as const],
    ...[['account1', 'write_offs'] as const, ['side1', 'debit'] as const, ['amount1', '99'] as const],
    ...[['account2', 'charge_debt'] as const, ['side2', 'credit'] as const, ['amount2', '99'] as const],
    ['user2', userId],
  ])
  // What was lost is the company's to make up for.
  await adjust('bank_transfer', [
    { account: 'safeguarded_bank', amount: '-99' },
    { account: 'operating_bank', amount: '99' },
  ])
  await adjust('write_off', [
    { account: 'write_offs', amount: '-99' },
    { account: 'charge_debt', amount: '99', user: userId },
  ])
  expect(await readWallet(ctx, userId)).toMatchObject({ balance: 0n, debt: 0n })
  await leave(ctx, login)
})

async function adjust(type: Draft['type'], legs: Draft['legs']): Promise<void> {
  const draft = { id: newId(), type, legs }
  const { hash } = await previewAdjustment(ctx.db, draft)
  const reason = '받지 못할 금액'
  await proposeAdjustment(ctx, { operatorId: office.drafter, draft, hash, reason })
  await approveAdjustment(ctx, { operatorId: office.publisher, adjustmentId: draft.id, hash })
}

test('who agrees charges as everybody does', async () => {
  const versions = { terms: coming }
  await giveConsent(ctx, { userId: agreeing, versions })
  expect(await chargeLimits(ctx, agreeing)).toMatchObject({ max: 2_000_000n, onlyRepays: false })
  expect(await confirmCharge(ctx, await paidOrder(scene, 9_000n, agreeing))).toMatchObject({ status: 'DONE' })
  expect(await readWallet(ctx, agreeing)).toMatchObject({ balance: 1_000n, debt: 0n })
})
