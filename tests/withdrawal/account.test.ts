import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog, users } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import { bankAccounts } from '@/db/schema/withdrawal'
import { confirmPassword } from '@/lib/identity/confirm-password'
import { hashPassword } from '@/lib/identity/password'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { readAccounts } from '@/lib/withdrawal/read'
import { registerAccount } from '@/lib/withdrawal/register-account'
import { verifyAccount } from '@/lib/withdrawal/verify-account'
import { newRenter, openScene } from '../support/scene'
import { accountOf, codeOf, ENDING, freshLogin, haveAccount } from './support'
import { liftFreeze, plantFreeze } from '../support/freeze'

const scene = await openScene()
const { ctx, toss } = scene

async function somebody() {
  const { userId } = await newRenter(scene)
  return { userId, sessionId: await freshLogin(scene, userId) }
}

const wrong = (code: string) => String((Number(code) + 1) % 10_000).padStart(4, '0')

describe('an account', () => {
  test('is verified by the code that came with the 1 won, and usable at once when it is the first', async () => {
    const login = await somebody()
    const account = accountOf('1234')
    const begun = await registerAccount(ctx, { ...login, account })
    expect(begun).toMatchObject({ status: 'VERIFYING', accountNumber: '****1234', usableFrom: null })
    const [sent] = (await toss.transfers()).filter(({ reference }) => reference === begun.accountId)
    expect(sent).toMatchObject({ amount: 1, code: expect.stringMatching(/^\d{4}$/) })

    const verified = await verifyAccount(ctx, { ...login, code: sent!.code! })
    expect(verified.status).toBe('VERIFIED')
    expect(verified.usableFrom!.getTime()).toBeLessThanOrEqual(ctx.now().getTime())
    const [told] = await ctx.db.select().from(notifications).where(eq(notifications.subject, begun.accountId))
    expect(told).toMatchObject({ kind: 'bank_account.verified', data: { account: '카카오뱅크 ****1234' } })
    expect((await registerAccount(ctx, { ...login, account })).status).toBe('VERIFIED')
  })

  test('is kept encrypted: neither its number nor the code can be read in the database or the audit log', async () => {
    const login = await somebody()
    const account = accountOf('1234')
    const { accountId } = await registerAccount(ctx, { ...login, account })
    const code = await codeOf(scene, accountId)
    const [row] = await ctx.db.select().from(bankAccounts).where(eq(bankAccounts.id, accountId))
    const log = await ctx.db.select().from(auditLog).where(eq(auditLog.target, accountId))
    const kept = JSON.stringify([row, log.map(({ detail }) => detail)])
    expect(kept).not.toContain(account.accountNumber)
    expect(row!.codeHash).not.toContain(code)
    expect(ctx.sealer.open(row!.numberSealed)).toBe(account.accountNumber)
  })

  test('that replaces another is usable a day later, and the owner hears of both', async () => {
    const login = await somebody()
    await haveAccount(scene, login.userId, '1111')
    const { accountId } = await registerAccount(ctx, { ...login, account: accountOf('2222') })
    expect((await readAccounts(ctx, login.userId)).verified?.accountNumber).toBe('****1111')
    const verified = await verifyAccount(ctx, { ...login, code: await codeOf(scene, accountId) })
    expect(verified.usableFrom!.getTime() - ctx.now().getTime()).toBeGreaterThan(23 * HOUR_MS)
    const accounts = await readAccounts(ctx, login.userId)
    expect([accounts.verified?.accountNumber, accounts.verifying]).toEqual(['****2222', null])
    const [told] = await ctx.db.select().from(notifications).where(eq(notifications.subject, accountId))
    expect(told!.data).toMatchObject({ account: '카카오뱅크 ****2222', replaced: '카카오뱅크 ****1111' })
  })

  test.each([
    [ENDING.differs, 'holderName'],
    [ENDING.none, 'accountNumber'],
  ])('ending in %s is refused by its %s', async (ending, field) => {
    const login = await somebody()
    const refused = registerAccount(ctx, { ...login, account: accountOf(ending) })
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      fields: { [field]: expect.any(String) },
    })
    expect(await readAccounts(ctx, login.userId)).toEqual({ verified: null, verifying: null })
  })

  test.each(['POST /bank/holder', 'POST /bank/transfers'])(
    'is not begun while %s has no answer',
    async (match) => {
      const login = await somebody()
      await toss.fault('drop-before', { match })
      const refused = registerAccount(ctx, { ...login, account: accountOf('1234') })
      await expect(refused).rejects.toMatchObject({ code: 'TRY_AGAIN' })
      expect((await readAccounts(ctx, login.userId)).verifying).toBeNull()
    },
  )

  test('needs a password typed in the last five minutes', async () => {
    const login = await somebody()
    await ctx.db
      .update(users)
      .set({ passwordHash: await hashPassword('right-password-1') })
      .where(eq(users.id, login.userId))
    const later = { ...ctx, now: () => addMs(ctx.now(), 6 * MINUTE_MS) }
    const register = () => registerAccount(later, { ...login, account: accountOf('1234') })
    await expect(register()).rejects.toMatchObject({ code: 'REAUTH_REQUIRED' })
    await expect(confirmPassword(later, { ...login, password: 'wrong' })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    })
    await expect(register()).rejects.toMatchObject({ code: 'REAUTH_REQUIRED' })
    await confirmPassword(later, { ...login, password: 'right-password-1' })
    expect((await register()).status).toBe('VERIFYING')
  })

  test('of a frozen person is refused', async () => {
    const login = await somebody()
    await plantFreeze(ctx, login.userId)
    const refused = registerAccount(ctx, { ...login, account: accountOf('1234') })
    await expect(refused).rejects.toMatchObject({ code: 'ACCOUNT_FROZEN' })
  })
})

describe('a code', () => {
  test('may be wrong twice; the third error gives the account up', async () => {
    const login = await somebody()
    const { accountId } = await registerAccount(ctx, { ...login, account: accountOf('1234') })
    const code = await codeOf(scene, accountId)
    for (const left of ['2번', '1번', '세 번']) {
      const refused = verifyAccount(ctx, { ...login, code: wrong(code) })
      await expect(refused).rejects.toMatchObject({
        code: 'INVALID_REQUEST',
        message: expect.stringContaining(left),
      })
    }
    await expect(verifyAccount(ctx, { ...login, code })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })

  test('tried by many at once is never tried more than three times', async () => {
    const login = await somebody()
    const { accountId } = await registerAccount(ctx, { ...login, account: accountOf('1234') })
    const code = await codeOf(scene, accountId)
    const tries = Array.from({ length: 20 }, () => verifyAccount(ctx, { ...login, code: wrong(code) }))
    const codes = (await Promise.allSettled(tries)).map((result) =>
      result.status === 'rejected' ? (result.reason as { code: string }).code : 'ok',
    )
    expect(codes.filter((refusal) => refusal === 'INVALID_REQUEST')).toHaveLength(3)
  })

  test('is good for five minutes, and for the account that it was sent to', async () => {
    const login = await somebody()
    const first = await registerAccount(ctx, { ...login, account: accountOf('1111') })
    const old = await codeOf(scene, first.accountId)
    const second = await registerAccount(ctx, { ...login, account: accountOf('2222') })
    const code = await codeOf(scene, second.accountId)
    if (old !== code) {
      await expect(verifyAccount(ctx, { ...login, code: old })).rejects.toMatchObject({
        code: 'INVALID_REQUEST',
      })
    }
    const later = { ...ctx, now: () => addMs(ctx.now(), 5 * MINUTE_MS + 1_000) }
    await liftFreeze(ctx, login.userId)
    const stale = await freshLogin({ ctx: later }, login.userId)
    await expect(
      verifyAccount(later, { userId: login.userId, sessionId: stale, code }),
    ).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    })
    expect(await readAccounts(ctx, login.userId)).toEqual({ verified: null, verifying: null })
  })

  test('of one account is asked for three times a day at most, whoever asks', async () => {
    const account = accountOf('1234')
    for (let time = 0; time < 3; time++) await registerAccount(ctx, { ...(await somebody()), account })
    const again = registerAccount(ctx, { ...(await somebody()), account })
    await expect(again).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    const tomorrow = { ...ctx, now: () => addMs(ctx.now(), DAY_MS + MINUTE_MS) }
    const { userId } = await newRenter(scene)
    const sessionId = await freshLogin({ ctx: tomorrow }, userId)
    expect((await registerAccount(tomorrow, { userId, sessionId, account })).status).toBe('VERIFYING')
  })
})
