import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { notifications } from '@/db/schema/notification'
import { withdrawals } from '@/db/schema/withdrawal'
import { readSchedule, nextDueOn, setSchedule, withdrawBySchedule } from '@/lib/withdrawal/schedule'
import { earn, haveAccount, richOwner } from './support'
import { newPlace, purse } from '../booking/support'
import { expectSound, openScene, type Scene } from '../support/scene'

const scene = await openScene()

/** The scene at a moment of Korean time. */
const at = (kst: string): Scene => {
  const now = () => new Date(`${kst}+09:00`)
  return { ...scene, ctx: { ...scene.ctx, now } }
}

const madeBy = async (userId: string) =>
  (await scene.ctx.db.select().from(withdrawals).where(eq(withdrawals.userId, userId))).map(
    ({ amount }) => amount,
  )

describe('the next day', () => {
  test.each([
    [{ cadence: 'weekly', day: 1 }, '2026-11-27', '2026-11-30'],
    [{ cadence: 'weekly', day: 5 }, '2026-11-27', '2026-12-04'],
    [{ cadence: 'monthly', day: 1 }, '2026-11-27', '2026-12-01'],
    [{ cadence: 'monthly', day: 27 }, '2026-11-27', '2026-12-27'],
    [{ cadence: 'monthly', day: 28 }, '2027-02-27', '2027-02-28'],
  ] as const)('of %j after %s is %s', (rhythm, after, due) => {
    expect(nextDueOn(rhythm, after)).toBe(due)
  })
})

describe('a schedule', () => {
  // Christmas is a Friday; the first day on which banks work after it is Monday the 28th.
  test('waits for banks to open after a holiday, and says so before', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    await setSchedule(at('2026-12-24T12:00:00').ctx, userId, { cadence: 'weekly', day: 5 })
    expect(await readSchedule(scene.ctx, userId)).toMatchObject({ dueOn: '2026-12-25', runsOn: '2026-12-28' })
    for (const day of ['2026-12-25T10:00:00', '2026-12-26T10:00:00', '2026-12-28T08:59:59']) {
      await withdrawBySchedule(at(day).ctx)
      expect(await madeBy(userId)).toEqual([])
    }
    await withdrawBySchedule(at('2026-12-28T09:00:00').ctx)
    expect(await madeBy(userId)).toEqual([90_000n])
    expect(await readSchedule(scene.ctx, userId)).toMatchObject({ dueOn: '2027-01-01', runsOn: '2027-01-04' })
  })

  test('run by many workers at once withdraws once', async () => {
    const { userId, place } = await richOwner(scene, 90_000n)
    await setSchedule(at('2026-12-24T12:00:00').ctx, userId, { cadence: 'monthly', day: 1 })
    const { ctx } = at('2027-01-04T09:30:00')
    await Promise.all(Array.from({ length: 5 }, () => withdrawBySchedule(ctx)))
    await earn(scene, place, 50_000n)
    await withdrawBySchedule(ctx)
    expect([await madeBy(userId), await purse(scene, userId)]).toEqual([[90_000n], { withdrawable: 45_000n }])
    await expectSound(scene)
  })

  test('with nothing to withdraw goes on to the next day without a word', async () => {
    const { ownerId: userId } = await newPlace(scene)
    await haveAccount(scene, userId)
    await setSchedule(at('2026-12-24T12:00:00').ctx, userId, { cadence: 'monthly', day: 5 })
    await withdrawBySchedule(at('2027-01-05T09:30:00').ctx)
    expect((await readSchedule(scene.ctx, userId))!.dueOn).toBe('2027-02-05')
    const told = await scene.ctx.db.select().from(notifications).where(eq(notifications.userId, userId))
    expect(told.map(({ kind }) => kind)).toEqual(['bank_account.verified'])
  })

  // 6 February 2027 begins the days of Seollal.
  test('that cannot be kept says why and when it is next', async () => {
    const place = await newPlace(scene)
    await earn(scene, place, 100_000n)
    await setSchedule(at('2026-12-24T12:00:00').ctx, place.ownerId, { cadence: 'monthly', day: 6 })
    for (let turn = 0; turn < 2; turn++) await withdrawBySchedule(at('2027-01-06T09:30:00').ctx)
    const told = await scene.ctx.db
      .select()
      .from(notifications)
      .where(eq(notifications.userId, place.ownerId))
    const skipped = told.filter(({ kind }) => kind === 'withdrawal.skipped')
    expect(skipped.map(({ data }) => data)).toEqual([
      { reason: '출금할 계좌를 먼저 등록해 주세요.', next: '2027-02-10' },
    ])
    expect(await purse(scene, place.ownerId)).toEqual({ withdrawable: 90_000n })
  })

  test('that is off withdraws nothing', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    await setSchedule(at('2026-12-24T12:00:00').ctx, userId, { cadence: 'monthly', day: 7 })
    await setSchedule(at('2026-12-25T12:00:00').ctx, userId, null)
    await withdrawBySchedule(at('2027-01-07T09:30:00').ctx)
    expect([await readSchedule(scene.ctx, userId), await madeBy(userId)]).toEqual([null, []])
  })
})
