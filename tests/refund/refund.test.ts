import { afterEach, describe, expect, test, vi } from 'vitest'
import { getOrder } from '@/lib/charge/read'
import { readHistory, readWallet } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { readNotices } from '@/lib/notification/read-notices'
import { planRefund } from '@/lib/refund/plan'
import { getRefundBatch, readBalance, readOrderRefunds } from '@/lib/refund/read'
import { recoverRefunds } from '@/lib/refund/recover'
import { refundCharges } from '@/lib/refund/refund-charges'
import { requestRefunds } from '@/lib/refund/request'
import { resolveRefund } from '@/lib/refund/resolve'
import { addDays, DAY_MS, HOUR_MS, kstMidnight, SECOND_MS } from '@/lib/time'
import { plantFreeze } from '../support/freeze'
import { openRoles } from '../support/roles'
import { expectSound, newRenter, openScene } from '../support/scene'
import { CANCEL, charged, newKey, recoverFor, refund, refundRow, spend } from './support'

const scene = await openScene()
const { ctx, toss } = scene
const { superuser } = openRoles(scene.database)

afterEach(async () => {
  await toss.clearFaults()
  await expectSound(scene)
})

const balanceOf = async (userId: string) => (await readWallet(ctx, userId)).balance
const code = (error: string) => ({ code: error })

describe('a refund of a charge', () => {
  test('takes it out of the wallet and gives it back at Toss, once', async () => {
    const charge = await charged(scene, 30_000n)
    const made = await refund(scene, charge, 12_000n)
    expect(made).toMatchObject({ status: 'DONE', amount: 12_000n, rule: 'withdrawal', failure: null })
    expect(await balanceOf(charge.userId)).toBe(18_000n)
    expect(await toss.taken(charge.orderId)).toBe(18_000n)
    const { items } = await readHistory(ctx, { userId: charge.userId })
    expect(items.map(({ type, amount, title, reference }) => [type, amount, title, reference])).toEqual([
      ['charge_refund', -12_000n, '충전 환불', charge.orderId],
      ['charge', 30_000n, '충전', charge.orderId],
    ])
    expect(await readOrderRefunds(ctx, charge.userId, charge.orderId)).toMatchObject({
      refundable: 18_000n,
      refunds: [{ refundId: made.refundId, amount: 12_000n, status: 'DONE' }],
    })
  })

  test('in part it leaves the order DONE; with the last of it the order is CANCELED', async () => {
    const charge = await charged(scene, 30_000n)
    await refund(scene, charge, 12_000n)
    expect(await getOrder(ctx, charge.userId, charge.orderId)).toMatchObject({ status: 'DONE' })
    await refund(scene, charge, 18_000n)
    expect(await getOrder(ctx, charge.userId, charge.orderId)).toMatchObject({ status: 'CANCELED' })
    expect(await balanceOf(charge.userId)).toBe(0n)
    expect(await toss.taken(charge.orderId)).toBe(0n)
    await expect(refund(scene, charge, 1n)).rejects.toMatchObject(code('INSUFFICIENT_BALANCE'))
  })

  test('tells its user, in the app and by mail', async () => {
    const charge = await charged(scene, 30_000n)
    await refund(scene, charge, 12_000n)
    const { notices } = await readNotices(ctx, { userId: charge.userId })
    expect(notices.map(({ title }) => title)).toEqual(['충전한 돈을 돌려드렸어요'])
    expect(notices[0]!.body).toContain('12,000원')
  })

  test('is audited', async () => {
    const { refundId } = await refund(scene, await charged(scene, 30_000n), 1n)
    const { rows } = await superuser.query('select action from audit_log where target = $1', [refundId])
    expect(rows).toEqual([{ action: 'refund.requested' }])
  })

  test('the request names amount, rest and reason on the wire, always as integers (RF-11)', async () => {
    const charge = await charged(scene, 30_000n)
    const first = await refund(scene, charge, 12_000n)
    const second = await refund(scene, charge, 18_000n)
    const bodies = (await toss.cancels(charge.paymentKey)).map(({ body }) => body)
    expect(bodies).toEqual([
      {
        cancelReason: `포스페이 충전 환불 ${first.refundId}`,
        cancelAmount: 12_000,
        refundableAmount: 30_000,
      },
      {
        cancelReason: `포스페이 충전 환불 ${second.refundId}`,
        cancelAmount: 18_000,
        refundableAmount: 18_000,
      },
    ])
  })

  test('a client that would leave the amount out does not send at all', async () => {
    const request = { paymentKey: 'key', cancelReason: 'reason', refundableAmount: 1n, refundAccount: null }
    const without = { ...request, cancelAmount: undefined as unknown as bigint, idempotencyKey: newKey() }
    expect(() => ctx.toss.cancel(without)).toThrow('no cancelAmount')
  })

  test('charged long ago it goes back all the same, by the other rule and without a fee', async () => {
    const charge = await charged(scene, 30_000n)
    const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 8 * DAY_MS) }
    const made = await refund({ ctx: later }, charge, 30_000n)
    expect(made).toMatchObject({ status: 'DONE', amount: 30_000n, rule: 'unspent' })
    expect(await toss.taken(charge.orderId)).toBe(0n)
  })

  test('several charges go back in one go, each to its own origin, the newest first (RF-10)', async () => {
    const first = await charged(scene, 10_000n)
    const { userId } = first
    const second = await charged(scene, 5_000n, { user: userId })
    await spend(scene, userId, 9_000n)
    const { balance, lots } = await readBalance(ctx, userId)
    const plan = planRefund(balance, lots, balance, ctx.now())
    expect(plan).toMatchObject({ available: 6_000n, total: 6_000n, stays: [] })
    expect(plan.parts.map(({ orderId, amount }) => [orderId, amount])).toEqual([
      [second.orderId, 5_000n],
      [first.orderId, 1_000n],
    ])
    const made = await refundCharges(ctx, { userId, parts: plan.parts, key: newKey() })
    expect(made.map(({ status }) => status)).toEqual(['DONE', 'DONE'])
    expect(await balanceOf(userId)).toBe(0n)
    expect(await toss.taken(first.orderId)).toBe(9_000n)
    expect(await toss.taken(second.orderId)).toBe(0n)
    const batch = await getRefundBatch(ctx, userId, made[0]!.batchId)
    expect(batch.map(({ amount }) => amount).sort()).toEqual([1_000n, 5_000n])
  })
})

describe('a request', () => {
  test('for more than is left of the charge is refused, and nothing moves (RF-09)', async () => {
    const charge = await charged(scene, 10_000n)
    await spend(scene, charge.userId, 4_000n)
    await expect(refund(scene, charge, 10_000n)).rejects.toMatchObject({
      code: 'INSUFFICIENT_BALANCE',
      message: '이 충전에서 돌려받을 수 있는 금액은 6,000원이에요.',
    })
    expect(await balanceOf(charge.userId)).toBe(6_000n)
    expect(await toss.cancels(charge.paymentKey)).toEqual([])
  })

  test('of which one part is too much moves none of them', async () => {
    const first = await charged(scene, 10_000n)
    const { userId } = first
    const second = await charged(scene, 5_000n, { user: userId })
    const parts = [
      { orderId: first.orderId, amount: 10_000n },
      { orderId: second.orderId, amount: 5_001n },
    ]
    await expect(refundCharges(ctx, { userId, parts, key: newKey() })).rejects.toMatchObject(
      code('INSUFFICIENT_BALANCE'),
    )
    expect(await balanceOf(userId)).toBe(15_000n)
  })

  test('with the same key is the same refund; with the key of another amount it is refused', async () => {
    const charge = await charged(scene, 10_000n)
    const key = newKey()
    const made = await refund(scene, charge, 4_000n, key)
    expect(await refund(scene, charge, 4_000n, key)).toEqual(made)
    await expect(refund(scene, charge, 5_000n, key)).rejects.toMatchObject(code('IDEMPOTENCY_MISMATCH'))
    expect(await balanceOf(charge.userId)).toBe(6_000n)
  })

  test("for another's order is as one that does not exist", async () => {
    const charge = await charged(scene, 10_000n)
    const { userId } = await newRenter(scene)
    await expect(refund(scene, { ...charge, userId }, 1n)).rejects.toMatchObject(code('NOT_FOUND'))
    await expect(refund(scene, { userId, orderId: 'nothing' }, 1n)).rejects.toMatchObject(code('NOT_FOUND'))
  })

  test('for nothing, or one charge twice, is none', async () => {
    const { userId, orderId } = await charged(scene, 10_000n)
    const part = { orderId, amount: 1n }
    await expect(requestRefunds(ctx, { userId, parts: [], key: newKey() })).rejects.toMatchObject(
      code('INVALID_REQUEST'),
    )
    await expect(requestRefunds(ctx, { userId, parts: [part, part], key: newKey() })).rejects.toMatchObject(
      code('INVALID_REQUEST'),
    )
    await expect(refund(scene, { userId, orderId }, 0n)).rejects.toMatchObject(code('INVALID_AMOUNT'))
  })

  test('by a frozen user is refused', async () => {
    const charge = await charged(scene, 10_000n)
    await plantFreeze(ctx, charge.userId)
    await expect(refund(scene, charge, 1n)).rejects.toMatchObject(code('ACCOUNT_FROZEN'))
  })

  test('with an account for a card is refused: a card is paid back to the card', async () => {
    const { userId, orderId } = await charged(scene, 10_000n)
    const account = { bankCode: '20', accountNumber: '1002123456789', holderName: '김하늘' }
    const parts = [{ orderId, amount: 1n }]
    await expect(requestRefunds(ctx, { userId, parts, account, key: newKey() })).rejects.toMatchObject(
      code('INVALID_REQUEST'),
    )
  })

  test('for a way that has closed is refused, and names another (RF-20)', async () => {
    const charge = await charged(scene, 10_000n, { method: 'TRANSFER' })
    const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 181 * DAY_MS) }
    await expect(refund({ ctx: later }, charge, 1n)).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
      message: expect.stringContaining('고객센터'),
    })
    expect(await readOrderRefunds(later, charge.userId, charge.orderId)).toMatchObject({ refundable: 0n })
  })

  test('while another of the same charge is under way is refused', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('drop-before', { match: CANCEL })
    expect((await refund(scene, charge, 1_000n)).status).toBe('REFUNDING')
    await expect(refund(scene, charge, 1_000n)).rejects.toMatchObject(code('STATE_CONFLICT'))
    expect(await readOrderRefunds(ctx, charge.userId, charge.orderId)).toMatchObject({ refundable: 0n })
    await recoverFor(scene, 60)
    expect((await refund(scene, charge, 1_000n)).status).toBe('DONE')
  })
})

describe('an answer that never came', () => {
  test('keeps the money out of reach until a look finds the cancel; never both spent and given back (RF-13)', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('drop-after', { match: CANCEL })
    const made = await refund(scene, charge, 10_000n)
    expect(made.status).toBe('REFUNDING')
    expect(await balanceOf(charge.userId)).toBe(0n)
    await expect(spend(scene, charge.userId, 1_000n)).rejects.toMatchObject(code('INSUFFICIENT_BALANCE'))
    await recoverFor(scene, 30)
    expect(await refundRow(ctx, made.refundId)).toMatchObject({ status: 'DONE', attempt: 1 })
    expect(await toss.cancels(charge.paymentKey)).toHaveLength(1)
    expect(await toss.taken(charge.orderId)).toBe(0n)
  })

  test('to a request that never arrived is asked for again, with the same key', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('drop-before', { match: CANCEL, times: 3 })
    const made = await refund(scene, charge, 4_000n)
    await recoverFor(scene, 60)
    expect(await refundRow(ctx, made.refundId)).toMatchObject({ status: 'DONE', attempt: 1 })
    const keys = (await toss.cancels(charge.paymentKey)).map(({ idempotencyKey }) => idempotencyKey)
    expect(new Set(keys)).toEqual(new Set([`cancel:${made.refundId}:1`]))
    expect(await toss.taken(charge.orderId)).toBe(6_000n)
  })

  test.each(['http5xx-after', 'garbage', 'truncate'])('but %s: the cancel is found', async (fault) => {
    const charge = await charged(scene, 10_000n)
    await toss.fault(fault, { match: CANCEL })
    const { refundId } = await refund(scene, charge, 4_000n)
    await recoverFor(scene, 30)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'DONE' })
    expect(await toss.taken(charge.orderId)).toBe(6_000n)
  })

  test('and looks that fail: it stays open, and ends with the first that does not', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('drop-after', { match: CANCEL })
    const { refundId } = await refund(scene, charge, 4_000n)
    await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*', times: 3 })
    await recoverFor(scene, 20)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'REFUNDING' })
    await recoverFor(scene, 120)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'DONE' })
  })
})

describe('a stale rest (RF-12)', () => {
  test('is refused by Toss, and asked for anew with what is really left', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('code:NOT_MATCHES_REFUNDABLE_AMOUNT', { match: CANCEL })
    const { refundId } = await refund(scene, charge, 4_000n)
    await recoverFor(scene, 30)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'DONE', attempt: 2 })
    expect(await toss.taken(charge.orderId)).toBe(6_000n)
  })
})

describe('a definite failure (RF-14)', () => {
  test('puts the money back, says why and what else can be done', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('code:NOT_CANCELABLE_PAYMENT', { match: CANCEL })
    const made = await refund(scene, charge, 4_000n)
    expect(made).toMatchObject({
      status: 'FAILED',
      failure: { code: 'NOT_CANCELABLE_PAYMENT', message: expect.stringContaining('고객센터') },
    })
    expect(await balanceOf(charge.userId)).toBe(10_000n)
    const { notices } = await readNotices(ctx, { userId: charge.userId })
    expect(notices[0]!.body).toContain('4,000원은 지갑 잔액으로 되돌려 놓았어요')
    expect((await refund(scene, charge, 4_000n)).status).toBe('DONE')
  })

  test('of one part leaves the others alone', async () => {
    const first = await charged(scene, 10_000n)
    const { userId } = first
    const second = await charged(scene, 5_000n, { user: userId })
    await toss.fault('code:NOT_CANCELABLE_PAYMENT', {
      match: `POST /v1/payments/${second.paymentKey}/cancel`,
    })
    const parts = [first, second].map(({ orderId, amount }) => ({ orderId, amount }))
    const made = await refundCharges(ctx, { userId, parts, key: newKey() })
    const statusOf = (orderId: string) => made.find((each) => each.orderId === orderId)!.status
    expect([statusOf(first.orderId), statusOf(second.orderId)]).toEqual(['DONE', 'FAILED'])
    expect(await balanceOf(userId)).toBe(5_000n)
  })

  test('that was none, since the first of two requests had its effect, is no failure', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('drop-after', { match: CANCEL })
    await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*', nth: 2, times: 1 })
    const { refundId } = await refund(scene, charge, 10_000n)
    await toss.fault('code:ALREADY_CANCELED_PAYMENT', { match: CANCEL, times: 5 })
    await recoverFor(scene, 60)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'DONE' })
    expect(await balanceOf(charge.userId)).toBe(0n)
  })

  test('of a charge that somebody else has cancelled at Toss meanwhile: never twice', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.cancel(charge.paymentKey, { cancelReason: '대시보드에서 취소', cancelAmount: 8_000 })
    const made = await refund(scene, charge, 4_000n)
    expect(made).toMatchObject({ status: 'FAILED', failure: { code: 'NOT_CANCELABLE_AMOUNT' } })
    expect(await toss.taken(charge.orderId)).toBe(2_000n)
    expect((await refund(scene, charge, 2_000n)).status).toBe('DONE')
  })

  test("somebody else's cancel of the same amount is not taken for ours", async () => {
    const charge = await charged(scene, 10_000n)
    await toss.cancel(charge.paymentKey, { cancelReason: '포스페이 충전 환불', cancelAmount: 4_000 })
    const made = await refund(scene, charge, 4_000n)
    expect(made.status).toBe('DONE')
    expect(await toss.taken(charge.orderId)).toBe(2_000n)
  })
})

describe('nothing is on its way for longer than a day (RF-18, RF-20)', () => {
  test('answered without effect all day: the money is in the wallet again', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('code:FAILED_PARTIAL_REFUND', { match: CANCEL, times: 1_000 })
    const { refundId } = await refund(scene, charge, 4_000n)
    await recoverFor(scene, 60)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'REFUNDING' })
    await toss.advance(DAY_MS)
    await recoverRefunds(ctx)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'FAILED', failureCode: 'REFUND_REJECTED' })
    expect(await balanceOf(charge.userId)).toBe(10_000n)
  })

  test('never answered: people look into it, nothing is sent any more, and a late truth still ends it', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('drop-before', { match: CANCEL, times: 1_000 })
    const { refundId } = await refund(scene, charge, 4_000n)
    await toss.advance(16 * DAY_MS)
    await recoverRefunds(ctx)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'NEEDS_REVIEW' })
    const { refunds } = await readOrderRefunds(ctx, charge.userId, charge.orderId)
    expect(refunds).toMatchObject([{ status: 'REFUNDING' }])
    const sent = (await toss.cancels(charge.paymentKey)).length
    await toss.clearFaults()
    await toss.advance(2 * 60 * 60 * SECOND_MS)
    await recoverRefunds(ctx)
    expect(await toss.cancels(charge.paymentKey)).toHaveLength(sent)
    await toss.cancel(charge.paymentKey, {
      cancelReason: `포스페이 충전 환불 ${refundId}`,
      cancelAmount: 4_000,
    })
    await toss.advance(2 * 60 * 60 * SECOND_MS)
    await recoverRefunds(ctx)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'DONE' })
  })

  test('past its three business days an alarm rings at each look, with the interest that is owed', async () => {
    const rung = vi.spyOn(log, 'error').mockImplementation(() => undefined)
    const overdue = () =>
      rung.mock.calls.map(([detail]) => detail as { alarm?: string }).filter(({ alarm }) => alarm === OVERDUE)
    const OVERDUE = 'refund.overdue'
    const charge = await charged(scene, 100_000n)
    await toss.fault('drop-before', { match: CANCEL, times: 1_000 })
    const { refundId, dueOn } = await refund(scene, charge, 100_000n)
    await toss.advance(2 * DAY_MS)
    await recoverRefunds(ctx)
    expect(overdue()).toEqual([])
    await toss.advance(kstMidnight(addDays(dueOn, 2)).getTime() - ctx.now().getTime())
    await recoverRefunds(ctx)
    await toss.advance(2 * HOUR_MS)
    await recoverRefunds(ctx)
    const detail = { alarm: OVERDUE, refundId, orderId: charge.orderId, amount: '100000', dueOn }
    expect(overdue()).toEqual([
      { ...detail, interest: '83' },
      { ...detail, interest: '83' },
    ])
    rung.mockRestore()
  })

  test('a cancel by our name of another amount is never booked by itself', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('drop-before', { match: CANCEL })
    const { refundId } = await refund(scene, charge, 4_000n)
    await toss.cancel(charge.paymentKey, {
      cancelReason: `포스페이 충전 환불 ${refundId}`,
      cancelAmount: 3_000,
    })
    await recoverFor(scene, 30)
    expect(await refundRow(ctx, refundId)).toMatchObject({ status: 'NEEDS_REVIEW' })
  })
})

describe('at once', () => {
  test('of twenty refunds of one charge as many go through as there is money for, one after the other (F6)', async () => {
    const charge = await charged(scene, 10_000n)
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => refund(scene, charge, 1_000n)))
    const done = results.filter(({ status }) => status === 'fulfilled').length
    expect(done).toBeGreaterThan(0)
    expect(await balanceOf(charge.userId)).toBe(10_000n - BigInt(done) * 1_000n)
    expect(await toss.taken(charge.orderId)).toBe(10_000n - BigInt(done) * 1_000n)
  })

  test('one key twenty times gives one refund', async () => {
    const charge = await charged(scene, 10_000n)
    const key = newKey()
    const made = await Promise.all(Array.from({ length: 20 }, () => refund(scene, charge, 4_000n, key)))
    expect(new Set(made.map(({ refundId }) => refundId)).size).toBe(1)
    expect(await balanceOf(charge.userId)).toBe(6_000n)
    expect(await toss.taken(charge.orderId)).toBe(6_000n)
  })

  test('paying and refunding the same money: one of them wins (RF-17)', async () => {
    for (let round = 0; round < 5; round++) {
      const charge = await charged(scene, 10_000n)
      const [paid, refunded] = await Promise.allSettled([
        spend(scene, charge.userId, 10_000n),
        refund(scene, charge, 10_000n),
      ])
      expect([paid.status, refunded.status].sort()).toEqual(['fulfilled', 'rejected'])
      expect(await balanceOf(charge.userId)).toBe(0n)
    }
  })

  test('the request and two jobs over one refund give it back once', async () => {
    const charge = await charged(scene, 10_000n)
    await toss.fault('drop-before', { match: CANCEL })
    await refund(scene, charge, 10_000n)
    await toss.advance(60 * SECOND_MS)
    const [open] = (await readOrderRefunds(ctx, charge.userId, charge.orderId)).refunds
    const row = await refundRow(ctx, open!.refundId)
    await Promise.all(Array.from({ length: 5 }, () => resolveRefund(ctx, row)))
    await recoverFor(scene, 60)
    expect(await refundRow(ctx, row.id)).toMatchObject({ status: 'DONE' })
    expect(await toss.taken(charge.orderId)).toBe(0n)
  })
})
