import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog, users } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import { spaces } from '@/db/schema/space'
import { cancelBooking } from '@/lib/booking/cancel'
import { newId } from '@/lib/ids'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { approveWithdrawal, rejectWithdrawal } from '@/lib/withdrawal/approve'
import { approveSeveral } from '@/lib/withdrawal/approve-several'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { getWithdrawal, listWithdrawals } from '@/lib/withdrawal/read'
import { registerAccount } from '@/lib/withdrawal/register-account'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { sendDue } from '@/lib/withdrawal/send-due'
import { readTerms } from '@/lib/withdrawal/terms'
import { verifyAccount } from '@/lib/withdrawal/verify-account'
import { purse, tally } from '../booking/support'
import { expectSound, newRenter, openScene } from '../support/scene'
import { setSwitch } from '../support/set-setting'
import {
  accountOf,
  codeOf,
  dueNow,
  earn,
  ENDING,
  freshLogin,
  haveAccount,
  newKey,
  newOperator,
  paidOut,
  request,
  rowOf,
  richOwner,
  settled,
} from './support'
import { plantFreeze } from '../support/freeze'

const scene = await openScene()
const { ctx, toss } = scene
const SEND = 'POST /bank/transfers'
const FIND = 'GET /bank/transfers/*'

async function kindsOf(subject: string): Promise<string[]> {
  const told = await ctx.db.select().from(notifications).where(eq(notifications.subject, subject))
  return told.map(({ kind }) => kind).sort()
}

describe('a withdrawal', () => {
  test('is in transit at once, arrives once, and is told', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id, status } = await request(scene, userId, 50_000n)
    expect([status, await purse(scene, userId)]).toEqual(['APPROVED', { withdrawable: 40_000n }])
    const done = await settled(scene, id)
    expect([done.status, done.failureCode]).toEqual(['COMPLETED', null])
    expect(await paidOut(scene, id)).toEqual([50_000])
    expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
    expect(await kindsOf(id)).toEqual(['withdrawal.completed'])
    await expectSound(scene)
  })

  test('is one for one key, and refused for another amount under it', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const key = newKey()
    const first = await requestWithdrawal(ctx, { userId, amount: 10_000n, key })
    const again = await requestWithdrawal(ctx, { userId, amount: 10_000n, key })
    expect([again.withdrawal.id, first.replayed, again.replayed]).toEqual([first.withdrawal.id, false, true])
    const other = requestWithdrawal(ctx, { userId, amount: 10_001n, key })
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 80_000n })
  })

  test('twenty at once with one key are one; with keys of their own as many as the money and the day allow', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const key = newKey()
    const same = await Promise.all(
      Array.from({ length: 20 }, () => requestWithdrawal(ctx, { userId, amount: 10_000n, key })),
    )
    expect(new Set(same.map(({ withdrawal }) => withdrawal.id)).size).toBe(1)
    const others = await Promise.allSettled(
      Array.from({ length: 8 }, () => requestWithdrawal(ctx, { userId, amount: 70_000n, key: newKey() })),
    )
    expect(tally(others)).toEqual({ ok: 1, INSUFFICIENT_BALANCE: 7 })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 10_000n })
    await expectSound(scene)
  })

  test.each([
    ['nothing', 0n, 'INVALID_AMOUNT'],
    ['less than nothing', -1n, 'INVALID_AMOUNT'],
    ['less than the least amount', 999n, 'LIMIT_EXCEEDED'],
    ['more than there is', 90_001n, 'INSUFFICIENT_BALANCE'],
  ])('of %s is refused', async (_, amount, code) => {
    const { userId } = await richOwner(scene, 90_000n)
    await expect(request(scene, userId, amount)).rejects.toMatchObject({ code })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
  })

  test('of less than the least amount is the rest of who rents out nothing any more, and all of it', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    await request(scene, userId, 89_300n)
    await expect(request(scene, userId, 700n)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    expect(await readTerms(ctx, userId)).toMatchObject({ min: 1_000n, obstacle: 'nothing' })
    await ctx.db.update(spaces).set({ status: 'closed' }).where(eq(spaces.ownerId, userId))
    expect(await readTerms(ctx, userId)).toMatchObject({ min: 700n, obstacle: null })
    await expect(request(scene, userId, 699n)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    const { id } = await request(scene, userId, 700n)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await readTerms(ctx, userId)).toMatchObject({ withdrawable: 0n, obstacle: 'nothing' })
  })

  test('a fourth on one day is refused, and goes on the next; one that failed or was canceled does not count', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const canceled = await request(scene, userId, 1_000n)
    await cancelWithdrawal(ctx, { userId, withdrawalId: canceled.id })
    for (let time = 0; time < 3; time++) await request(scene, userId, 1_000n)
    await expect(request(scene, userId, 1_000n)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    const tomorrow = { ...ctx, now: () => addMs(ctx.now(), DAY_MS) }
    expect((await requestWithdrawal(tomorrow, { userId, amount: 1_000n, key: newKey() })).replayed).toBe(
      false,
    )
  })

  test('needs an account, and one that is not cooling off', async () => {
    const place = await richOwner(scene, 90_000n)
    const { userId: stranger } = await newRenter(scene)
    await expect(request(scene, stranger, 1_000n)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })

    const { userId } = place
    const sessionId = await freshLogin(scene, userId)
    const { accountId } = await registerAccount(ctx, { userId, sessionId, account: accountOf('5678') })
    await verifyAccount(ctx, { userId, sessionId, code: await codeOf(scene, accountId) })
    await expect(request(scene, userId, 1_000n)).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
      message: expect.stringContaining('하루'),
    })
    const later = { ...ctx, now: () => addMs(ctx.now(), 24 * HOUR_MS + MINUTE_MS) }
    const { withdrawal } = await requestWithdrawal(later, { userId, amount: 1_000n, key: newKey() })
    expect([withdrawal.status, withdrawal.flags]).toEqual(['REQUESTED', ['new_account']])
  })

  test('pending earnings are not withdrawable', async () => {
    const owner = await richOwner(scene, 0n)
    await earn(scene, owner.place, 100_000n, addMs(ctx.now(), 10 * DAY_MS))
    expect(await purse(scene, owner.userId)).toEqual({ pending: 90_000n })
    await expect(request(scene, owner.userId, 1_000n)).rejects.toMatchObject({ code: 'INSUFFICIENT_BALANCE' })
  })

  test('of a frozen account is refused', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    await plantFreeze(ctx, userId)
    await expect(request(scene, userId, 1_000n)).rejects.toMatchObject({ code: 'ACCOUNT_FROZEN' })
  })

  test('is seen by its owner alone, a page at a time', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const ids = []
    for (let time = 0; time < 3; time++) ids.unshift((await request(scene, userId, 1_000n)).id)
    const first = await listWithdrawals(ctx, { userId, limit: 2 })
    const second = await listWithdrawals(ctx, { userId, limit: 2, cursor: first.nextCursor! })
    const seen = [...first.items, ...second.items].map(({ withdrawalId }) => withdrawalId)
    expect([seen, second.nextCursor]).toEqual([ids, null])
    const { userId: stranger } = await newRenter(scene)
    await expect(getWithdrawal(ctx, stranger, ids[0]!)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('stops for everybody with one switch, and what had not left waits until it goes on', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 1_000n)
    await setSwitch(ctx.db, 'withdraw', false)
    await expect(request(scene, userId, 1_000n)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    await sendDue(ctx)
    expect((await rowOf(scene, id)).status).toBe('APPROVED')
    await setSwitch(ctx.db, 'withdraw', true)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect((await request(scene, userId, 1_000n)).status).toBe('APPROVED')
  })
})

describe('at the bank', () => {
  test('what fails is withdrawable again, with the reason', async () => {
    const { userId } = await richOwner(scene, 90_000n, ENDING.fails)
    const { id } = await request(scene, userId, 50_000n)
    const failed = await settled(scene, id)
    expect([failed.status, failed.failureCode]).toEqual(['FAILED', 'ACCOUNT_CLOSED'])
    expect((await getWithdrawal(ctx, userId, id)).reason).toContain('출금 계좌를 바꾼 뒤')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
    expect([await kindsOf(id), await paidOut(scene, id)]).toEqual([['withdrawal.failed'], []])
    await expectSound(scene)
  })

  test('what comes back a day later is withdrawable again', async () => {
    const { userId } = await richOwner(scene, 90_000n, ENDING.returns)
    const { id } = await request(scene, userId, 50_000n)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    await toss.advance(DAY_MS + HOUR_MS)
    await sendDue(ctx)
    expect((await rowOf(scene, id)).status).toBe('RETURNED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
    expect(await kindsOf(id)).toEqual(['withdrawal.completed', 'withdrawal.returned'])
    await expectSound(scene)
  })

  test('is watched for seven days and not longer', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await settled(scene, id)
    await toss.advance(7 * DAY_MS)
    await sendDue(ctx)
    expect((await rowOf(scene, id)).nextCheckAt).toBeNull()
  })

  test.each([
    ['an answer is lost', SEND, 'drop-after'],
    ['a request does not arrive', SEND, 'drop-before'],
    ['an answer is garbage', SEND, 'garbage'],
    ['an answer is an error after the work', SEND, 'http5xx-after'],
    ['a look has no answer', FIND, 'drop-before'],
  ])('when %s nothing is taken back, and it arrives once', async (_, match, fault) => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault(fault, { match })
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'unknown' })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await paidOut(scene, id)).toEqual([50_000])
    await expectSound(scene)
  })

  test('two workers make one transfer', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('delay', { match: SEND, param: 300 })
    const first = sendDue(ctx)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await dueNow(scene, id)
    await Promise.all([first, sendDue(ctx), sendDue(ctx)])
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await paidOut(scene, id)).toEqual([50_000])
    await expectSound(scene)
  })

  test('completed, then failed: it is taken back once', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await settled(scene, id)
    await toss.changeTransfer(id, 'FAILED')
    for (let time = 0; time < 2; time++) {
      await dueNow(scene, id)
      await sendDue(ctx)
    }
    expect((await rowOf(scene, id)).status).toBe('RETURNED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
    await expectSound(scene)
  })

  test('failed, then completed: it is taken again, and what was spent meanwhile is owed', async () => {
    const { userId } = await richOwner(scene, 90_000n, ENDING.fails)
    const { id } = await request(scene, userId, 50_000n)
    await settled(scene, id)
    await haveAccount(scene, userId)
    const later = { ...ctx, now: () => addMs(ctx.now(), DAY_MS + MINUTE_MS) }
    const spent = await requestWithdrawal(later, { userId, amount: 60_000n, key: newKey() })
    await toss.changeTransfer(id, 'COMPLETED')
    await dueNow(scene, id)
    await sendDue(ctx)
    expect((await rowOf(scene, id)).status).toBe('COMPLETED')
    expect(await purse(scene, userId)).toEqual({ earnings_debt: -20_000n })
    await expectSound(scene)
    await expect(request(scene, userId, 1_000n)).rejects.toMatchObject({ code: 'DEBT_OUTSTANDING' })
    // What comes back repays first.
    await cancelWithdrawal(ctx, { userId, withdrawalId: spent.withdrawal.id })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
    await expectSound(scene)
  })

  test('without an answer for a day people are asked, and the answer still counts', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await toss.fault('drop-before', { match: FIND, times: 1_000 })
    await sendDue(ctx)
    await toss.advance(DAY_MS + HOUR_MS)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'review' })
    await toss.clearFaults()
    await toss.advance(HOUR_MS)
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect(await paidOut(scene, id)).toEqual([50_000])
  })
})

describe('a refund of what is being withdrawn', () => {
  test('makes the renter whole at once; the owner owes it, and the transfer goes on', async () => {
    const owner = await richOwner(scene, 0n)
    await earn(scene, owner.place, 100_000n)
    const { rows } = await ctx.db.execute<{ id: string; renter_id: string }>(
      `select id, renter_id from bookings where owner_id = '${owner.userId}'`,
    )
    const { id } = await request(scene, owner.userId, 90_000n)
    await cancelBooking(ctx, {
      bookingId: rows[0]!.id,
      userId: rows[0]!.renter_id,
      key: newKey(),
    })
    expect(await purse(scene, rows[0]!.renter_id)).toEqual({ balance: 100_000n })
    expect(await purse(scene, owner.userId)).toEqual({ earnings_debt: -90_000n })
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    await expectSound(scene)
  })
})

describe('giving up', () => {
  test('before it is sent the owner may, once', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    const { userId: stranger } = await newRenter(scene)
    const wish = { userId, withdrawalId: id }
    await expect(cancelWithdrawal(ctx, { ...wish, userId: stranger })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    const both = await Promise.all([cancelWithdrawal(ctx, wish), cancelWithdrawal(ctx, wish)])
    expect(both.map(({ status }) => status)).toEqual(['CANCELED', 'CANCELED'])
    await sendDue(ctx)
    expect([await purse(scene, userId), await paidOut(scene, id)]).toEqual([{ withdrawable: 90_000n }, []])
    await expectSound(scene)
  })

  test('once it is sent nobody may', async () => {
    const { userId } = await richOwner(scene, 90_000n, ENDING.stuck)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    const late = cancelWithdrawal(ctx, { userId, withdrawalId: id })
    await expect(late).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await toss.changeTransfer(id, 'COMPLETED')
    expect((await settled(scene, id)).status).toBe('COMPLETED')
  })

  test('racing with the sending ends as one of both', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    const [sent, canceled] = await Promise.allSettled([
      sendDue(ctx),
      cancelWithdrawal(ctx, { userId, withdrawalId: id }),
    ])
    expect(sent.status).toBe('fulfilled')
    const { status } = await settled(scene, id)
    expect(status).toBe(canceled.status === 'fulfilled' ? 'CANCELED' : 'COMPLETED')
    expect(await paidOut(scene, id)).toHaveLength(status === 'CANCELED' ? 0 : 1)
    await expectSound(scene)
  })
})

describe('above the limit', () => {
  async function large() {
    const { userId, place } = await richOwner(scene, 900_000n)
    await earn(scene, place, 1_000_000n)
    const withdrawal = await request(scene, userId, 1_500_000n)
    expect([withdrawal.status, withdrawal.flags]).toEqual(['REQUESTED', ['large']])
    return { userId, withdrawalId: withdrawal.id }
  }

  test('two operators have to agree, each once', async () => {
    const { withdrawalId } = await large()
    const [first, second] = [await newOperator(scene, 'finance_approver'), await newOperator(scene, 'admin')]
    await sendDue(ctx)
    for (let time = 0; time < 2; time++) {
      const { status } = await approveWithdrawal(ctx, { operatorId: first, withdrawalId })
      expect(status).toBe('REQUESTED')
    }
    expect((await approveWithdrawal(ctx, { operatorId: second, withdrawalId })).status).toBe('APPROVED')
    expect((await settled(scene, withdrawalId)).status).toBe('COMPLETED')
    expect(await paidOut(scene, withdrawalId)).toEqual([1_500_000])
    await expectSound(scene)
  })

  test('several are agreed to in one go, each decided on its own and audited with the reason', async () => {
    const [fresh, half, gone, own] = [await large(), await large(), await large(), await large()]
    const [first, second] = [await newOperator(scene, 'finance_approver'), own.userId]
    await ctx.db
      .update(users)
      .set({ roles: ['finance_approver'] })
      .where(eq(users.id, second))
    await approveWithdrawal(ctx, { operatorId: first, withdrawalId: half.withdrawalId })
    await cancelWithdrawal(ctx, { userId: gone.userId, withdrawalId: gone.withdrawalId })
    const reason = '계좌와 금액을 확인했어요'
    const ids = [fresh, half, gone, own].map(({ withdrawalId }) => withdrawalId)
    const verdicts = await approveSeveral(ctx, {
      ...{ operatorId: second, reason },
      withdrawalIds: [...ids, fresh.withdrawalId, newId()],
    })
    expect(verdicts.map(({ withdrawalId, outcome }) => [ids.indexOf(withdrawalId), outcome])).toEqual([
      [0, 'agreed'],
      [1, 'sendable'],
      [2, 'refused'],
      [3, 'refused'],
      [-1, 'refused'],
    ])
    expect(verdicts[3]!.refused).toBe('내 출금은 승인할 수 없어요.')
    const states = await Promise.all(ids.map((id) => rowOf(scene, id)))
    expect(states.map(({ status }) => status)).toEqual(['REQUESTED', 'APPROVED', 'CANCELED', 'REQUESTED'])
    const lines = await ctx.db.select().from(auditLog).where(eq(auditLog.reason, reason))
    expect(lines.map(({ action, target }) => `${action} ${ids.indexOf(target!)}`).sort()).toEqual([
      'withdrawal.approved 0',
      'withdrawal.approved 1',
    ])
    const viewer = await newOperator(scene, 'viewer')
    const refused = await approveSeveral(ctx, { operatorId: viewer, reason, withdrawalIds: ids })
    expect(refused.map(({ outcome }) => outcome)).toEqual(ids.map(() => 'refused'))
    await expectSound(scene)
  })

  test('one who refuses gives the money back', async () => {
    const { userId, withdrawalId } = await large()
    const operatorId = await newOperator(scene, 'finance_approver')
    const before = await purse(scene, userId)
    await rejectWithdrawal(ctx, { operatorId, withdrawalId, reason: '예금주 확인 필요' })
    expect((await purse(scene, userId)).withdrawable).toBe((before.withdrawable ?? 0n) + 1_500_000n)
    expect((await rowOf(scene, withdrawalId)).failureCode).toBe('REJECTED')
    const late = approveWithdrawal(ctx, { operatorId, withdrawalId })
    await expect(late).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await expectSound(scene)
  })

  test('neither its owner, nor a person without the role, nor a frozen operator may agree', async () => {
    const { userId, withdrawalId } = await large()
    await ctx.db
      .update(users)
      .set({ roles: ['admin'] })
      .where(eq(users.id, userId))
    const viewer = await newOperator(scene, 'viewer')
    const frozen = await newOperator(scene, 'admin')
    await plantFreeze(ctx, frozen)
    for (const operatorId of [userId, viewer, frozen]) {
      const refused = approveWithdrawal(ctx, { operatorId, withdrawalId })
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })

  test('the owner may still give it up', async () => {
    const { userId, withdrawalId } = await large()
    expect((await cancelWithdrawal(ctx, { userId, withdrawalId })).status).toBe('CANCELED')
    await expectSound(scene)
  })
})
