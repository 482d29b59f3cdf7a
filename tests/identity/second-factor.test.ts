import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { auditLog, secondFactors, users } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import type { Role } from '@/lib/identity/duties'
import { enrolSecondFactor, offerSecondFactor } from '@/lib/identity/second-factor/enrol'
import { enterSecondFactor } from '@/lib/identity/second-factor/enter'
import { PRACTICE_KEY, practiceCode } from '@/lib/identity/second-factor/practice'
import { removeSecondFactor } from '@/lib/identity/second-factor/remove'
import { codeOf, stepAt } from '@/lib/identity/second-factor/totp'
import { encodeToken, readSession, startSession } from '@/lib/identity/session'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene

async function logIn(userId: string) {
  const { id: sessionId } = await startSession(ctx, { userId, channel: 'web' })
  const token = await encodeToken(sessionId, 3600)
  return { userId, sessionId, read: () => readSession(ctx, token) }
}

async function newOperator(...roles: Role[]) {
  const { userId } = await newRenter(scene)
  await ctx.db.update(users).set({ roles }).where(eq(users.id, userId))
  return logIn(userId)
}

const codeNow = (key: string, steps = 0) => codeOf(key, stepAt(ctx.now()) + steps)

/** An operator whose app has the key, a while later and with a new login. */
async function newEnrolled(...roles: Role[]) {
  const { userId, sessionId } = await newOperator(...roles)
  const { sealed, key, recoveryCodes } = offerSecondFactor(ctx, userId)
  await enrolSecondFactor(ctx, { userId, sessionId, offer: sealed, code: codeNow(key) })
  await toss.advance(2 * MINUTE_MS)
  return { ...(await logIn(userId)), key, recoveryCodes }
}

type Login = Awaited<ReturnType<typeof logIn>>
const enter = ({ userId, sessionId }: Login, code: string) =>
  enterSecondFactor(ctx, { userId, sessionId, code })
const actionsOf = async (userId: string) =>
  (await ctx.db.select().from(auditLog).where(eq(auditLog.target, userId)).orderBy(auditLog.id)).map(
    ({ action }) => action,
  )
const noticesOf = async (userId: string) =>
  (await ctx.db.select().from(notifications).where(eq(notifications.userId, userId))).map(({ kind }) => kind)
const WRONG = { code: 'INVALID_REQUEST', fields: { code: expect.any(String) } }

// Codes are good for half a minute: none may go over while a test runs.
beforeEach(async () => {
  const into = ctx.now().getTime() % (30 * SECOND_MS)
  if (into > 20 * SECOND_MS) await toss.advance(30 * SECOND_MS - into)
})

describe('a role', () => {
  test('means nothing in a login before its second factor, and all after, in no other login', async () => {
    const operator = await newEnrolled('admin')
    const other = await logIn(operator.userId)
    expect(await operator.read()).toMatchObject({ roles: [], secondFactorAsked: true })
    await enter(operator, codeNow(operator.key))
    expect(await operator.read()).toMatchObject({ roles: ['admin'], secondFactorAsked: false })
    expect(await other.read()).toMatchObject({ roles: [], secondFactorAsked: true })
  })

  test('is what the second factor is asked for: of a renter nothing is', async () => {
    const renter = await newOperator()
    expect(await renter.read()).toMatchObject({ roles: [], secondFactorAsked: false })
  })
})

describe('a code of the app', () => {
  test('is good once, and those before it no more', async () => {
    const operator = await newEnrolled('viewer')
    await enter(operator, codeNow(operator.key))
    await expect(enter(operator, codeNow(operator.key))).rejects.toMatchObject(WRONG)
    await expect(enter(operator, codeNow(operator.key, -1))).rejects.toMatchObject(WRONG)
    await enter(operator, codeNow(operator.key, 1))
  })

  test('is good once, however many send it at the same moment', async () => {
    const operator = await newEnrolled('viewer')
    const logins = await Promise.all(Array.from({ length: 8 }, () => logIn(operator.userId)))
    const code = codeNow(operator.key)
    const given = await Promise.allSettled(logins.map((login) => enter(login, code)))
    expect(given.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const after = await Promise.all(logins.map(({ read }) => read()))
    expect(after.filter((user) => user!.roles.length > 0)).toHaveLength(1)
  })

  test('may be typed in two groups, and is of nobody else', async () => {
    const [one, other] = [await newEnrolled('viewer'), await newEnrolled('viewer')]
    await expect(enter(one, codeNow(other.key))).rejects.toMatchObject(WRONG)
    const code = codeNow(one.key)
    await enter(one, `${code.slice(0, 3)} ${code.slice(3)}`)
  })

  test('that is wrong is written down, and after five nothing is tried for ten minutes', async () => {
    const operator = await newEnrolled('viewer')
    for (let n = 0; n < 5; n++) await expect(enter(operator, '000000x')).rejects.toMatchObject(WRONG)
    await expect(enter(operator, codeNow(operator.key))).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    const actions = await actionsOf(operator.userId)
    expect(actions.filter((action) => action === 'second_factor.refused')).toHaveLength(5)
  })

  test('opens no login of another person', async () => {
    const [one, other] = [await newEnrolled('viewer'), await newEnrolled('admin')]
    const code = codeNow(one.key)
    await enterSecondFactor(ctx, { userId: one.userId, sessionId: other.sessionId, code })
    expect(await other.read()).toMatchObject({ roles: [] })
  })
})

describe('a recovery code', () => {
  test('is good once, however it is typed, and its owner is told', async () => {
    const operator = await newEnrolled('viewer')
    const [first, second] = operator.recoveryCodes as [string, string]
    await enter(operator, first.toLowerCase().replaceAll('-', ' '))
    expect(await operator.read()).toMatchObject({ roles: ['viewer'] })
    await expect(enter(operator, first)).rejects.toMatchObject(WRONG)
    expect(await noticesOf(operator.userId)).toContain('second_factor.recovered')
    await enter(operator, second)
  })

  test('nor the key is in the database in the clear', async () => {
    const { userId, key, recoveryCodes } = await newEnrolled('viewer')
    const [row] = await ctx.db.select().from(secondFactors).where(eq(secondFactors.userId, userId))
    const kept = JSON.stringify(row)
    for (const secret of [key, ...recoveryCodes]) {
      expect(kept).not.toContain(secret)
      expect(kept).not.toContain(secret.replaceAll('-', ''))
    }
    expect(ctx.sealer.open(row!.secretSealed)).toBe(key)
  })
})

describe('enrolling', () => {
  test('takes a first code, and gives this login its second factor', async () => {
    const operator = await newOperator('risk')
    const { sealed, key } = offerSecondFactor(ctx, operator.userId)
    await expect(
      enrolSecondFactor(ctx, { ...operator, offer: sealed, code: '12345x' }),
    ).rejects.toMatchObject(WRONG)
    expect(await operator.read()).toMatchObject({ roles: [] })
    await enrolSecondFactor(ctx, { ...operator, offer: sealed, code: codeNow(key) })
    expect(await operator.read()).toMatchObject({ roles: ['risk'] })
    expect(await noticesOf(operator.userId)).toContain('second_factor.on')
    expect(await actionsOf(operator.userId)).toContain('second_factor.enrolled')
  })

  test('replaces nothing', async () => {
    const operator = await newEnrolled('risk')
    const { sealed, key } = offerSecondFactor(ctx, operator.userId)
    const again = enrolSecondFactor(ctx, { ...operator, offer: sealed, code: codeNow(key) })
    await expect(again).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })

  test('needs a login that is fresh, a role, and an offer of one’s own that is not old', async () => {
    const [one, other, renter] = [await newOperator('risk'), await newOperator('risk'), await newOperator()]
    const mine = offerSecondFactor(ctx, one.userId)
    const code = codeNow(mine.key)
    const strange = enrolSecondFactor(ctx, { ...other, offer: mine.sealed, code })
    await expect(strange).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    await expect(enrolSecondFactor(ctx, { ...one, offer: 'k1.abc', code })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    })
    const offered = offerSecondFactor(ctx, renter.userId)
    const none = enrolSecondFactor(ctx, { ...renter, offer: offered.sealed, code: codeNow(offered.key) })
    await expect(none).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await toss.advance(6 * MINUTE_MS)
    const stale = enrolSecondFactor(ctx, { ...one, offer: mine.sealed, code: codeNow(mine.key) })
    await expect(stale).rejects.toMatchObject({ code: 'REAUTH_REQUIRED' })
    await toss.advance(10 * MINUTE_MS)
    const again = await logIn(one.userId)
    const old = enrolSecondFactor(ctx, { ...again, offer: mine.sealed, code: codeNow(mine.key) })
    await expect(old).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })
})

describe('taking a second factor away', () => {
  const reason = '휴대전화 분실, 통화로 본인 확인'

  test('is another operator’s to do, ends every login, and is told and written down', async () => {
    const [operator, boss] = [await newEnrolled('viewer'), await newEnrolled('admin')]
    await removeSecondFactor(ctx, { operatorId: boss.userId, userId: operator.userId, reason })
    expect(await operator.read()).toBeNull()
    expect(await noticesOf(operator.userId)).toContain('second_factor.off')
    const [row] = await ctx.db.select().from(auditLog).where(eq(auditLog.action, 'second_factor.removed'))
    expect(row).toMatchObject({ target: operator.userId, reason, before: { enrolledAt: expect.any(String) } })
    const again = removeSecondFactor(ctx, { operatorId: boss.userId, userId: operator.userId, reason })
    await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('is never one’s own to do, nor of those without the duty', async () => {
    const [boss, support] = [await newEnrolled('admin'), await newEnrolled('support')]
    for (const [operatorId, userId] of [
      [boss.userId, boss.userId],
      [support.userId, boss.userId],
    ] as const) {
      const refused = removeSecondFactor(ctx, { operatorId, userId, reason })
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(
      await ctx.db.select().from(secondFactors).where(eq(secondFactors.userId, boss.userId)),
    ).toHaveLength(1)
  })
})

describe('the demo key', () => {
  test('has its code shown, an unused one each time, and nobody else’s is', async () => {
    const operator = await newEnrolled('admin')
    expect(await practiceCode(ctx, operator.userId)).toBeUndefined()
    const secretSealed = ctx.sealer.seal(PRACTICE_KEY)
    await ctx.db.update(secondFactors).set({ secretSealed }).where(eq(secondFactors.userId, operator.userId))
    for (let n = 0; n < 3; n++) await enter(operator, (await practiceCode(ctx, operator.userId))!)
    expect(await practiceCode(ctx, operator.userId)).toBeNull()
    await toss.advance(DAY_MS)
    expect(await practiceCode(ctx, operator.userId)).toMatch(/^\d{6}$/)
  })

  test('is shown by no production', async () => {
    const operator = await newEnrolled('admin')
    const secretSealed = ctx.sealer.seal(PRACTICE_KEY)
    await ctx.db.update(secondFactors).set({ secretSealed }).where(eq(secondFactors.userId, operator.userId))
    const settings = await import('@/lib/env')
    vi.spyOn(settings, 'env').mockReturnValue({ ...settings.env(), APP_ENV: 'production' })
    expect(await practiceCode(ctx, operator.userId)).toBeUndefined()
    vi.restoreAllMocks()
  })
})
