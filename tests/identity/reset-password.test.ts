import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { auditLog, passwordResets, users } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import type { Mail } from '@/lib/notification/mailer'
import { changePassword } from '@/lib/identity/change-password'
import { checkCredentials } from '@/lib/identity/log-in'
import { hashPassword } from '@/lib/identity/password'
import { requestPasswordReset } from '@/lib/identity/request-password-reset'
import { canReset, resetPassword } from '@/lib/identity/reset-password'
import { encodeToken, readSession, startSession } from '@/lib/identity/session'
import { sendMail } from '@/lib/notification/send-mail'
import { MINUTE_MS, SECOND_MS } from '@/lib/time'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const PASSWORD = 'the old password'
const NEW_PASSWORD = 'a new good one'
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD)
})

/** From another network address each time, so that only what is tested is counted. */
const elsewhere = () => ({ ...ctx, address: randomUUID() })

async function newPerson() {
  const person = await newRenter(scene)
  await ctx.db.update(users).set({ passwordHash }).where(eq(users.id, person.userId))
  return person
}

/** Asks for a link and reads the token out of the mail. */
async function tokenFor(email: string): Promise<string> {
  await requestPasswordReset(elsewhere(), email)
  const [mail] = await deliver()
  expect(mail!.to).toBe(email)
  return /token=([\w-]{43})\s/.exec(mail!.text)![1]!
}

async function deliver(): Promise<Mail[]> {
  const sent: Mail[] = []
  const mailer = { send: async (mail: Mail) => void sent.push(mail) }
  while ((await sendMail({ ...ctx, mailer })) > 0);
  return sent.filter(({ subject }) => subject.includes('다시 정하기'))
}

const reset = (token: string, newPassword = NEW_PASSWORD) =>
  resetPassword(elsewhere(), { token, newPassword }).then(
    () => 'OK',
    ({ code }: { code: string }) => code,
  )
const logIn = (email: string, password: string) =>
  checkCredentials(elsewhere(), { email, password }).then(
    () => 'OK',
    ({ code }: { code: string }) => code,
  )
const kindsTold = async (userId: string) =>
  (await ctx.db.select().from(notifications).where(eq(notifications.userId, userId))).map(({ kind }) => kind)

describe('a link to set a new password', () => {
  test('makes the new one the only one', async () => {
    const { userId, email } = await newPerson()
    expect(await reset(await tokenFor(email))).toBe('OK')
    expect(await logIn(email, PASSWORD)).toBe('UNAUTHENTICATED')
    expect(await logIn(email, NEW_PASSWORD)).toBe('OK')
    expect(await kindsTold(userId)).toEqual(['password.reset', 'password.changed'])
  })

  test('works once, also ten times at once', async () => {
    const { email } = await newPerson()
    const token = await tokenFor(email)
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => reset(token, `a good one ${i}`)))
    expect(answers.filter((answer) => answer === 'OK')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'INVALID_REQUEST')).toHaveLength(9)
    expect(await logIn(email, `a good one ${answers.indexOf('OK')}`)).toBe('OK')
  })

  test('is not used up by looking at it', async () => {
    const { email } = await newPerson()
    const token = await tokenFor(email)
    for (let look = 0; look < 3; look++) expect(await canReset(ctx, token)).toBe(true)
    expect(await reset(token)).toBe('OK')
    expect(await canReset(ctx, token)).toBe(false)
  })

  test('lasts thirty minutes', async () => {
    const { email } = await newPerson()
    const [early, late] = [await tokenFor(email), await tokenFor(email)]
    await toss.advance(30 * MINUTE_MS - 20 * SECOND_MS)
    expect(await canReset(ctx, early)).toBe(true)
    await toss.advance(20 * SECOND_MS + SECOND_MS)
    expect(await reset(late)).toBe('INVALID_REQUEST')
    expect(await logIn(email, PASSWORD)).toBe('OK')
  })

  test('ends every login, in browsers and in the app, and no one else’s', async () => {
    const [{ userId, email }, stranger] = [await newPerson(), await newPerson()]
    const tokenOf = async (owner: string, channel: 'web' | 'api') =>
      encodeToken((await startSession(ctx, { userId: owner, channel })).id, 1_000_000)
    const own = [await tokenOf(userId, 'web'), await tokenOf(userId, 'api')]
    const other = await tokenOf(stranger.userId, 'web')
    await reset(await tokenFor(email))
    for (const token of own) expect(await readSession(ctx, token)).toBeNull()
    expect(await readSession(ctx, other)).not.toBeNull()
  })

  test.each([
    ['used', (token: string) => reset(token)],
    ['followed by a change of the password', (_: string, userId: string) => change(userId)],
  ])('makes no other work once the password was %s', async (_, act) => {
    const { userId, email } = await newPerson()
    const [first, second] = [await tokenFor(email), await tokenFor(email)]
    await act(first, userId)
    expect(await reset(second, 'one more good one')).toBe('INVALID_REQUEST')
  })

  test('lets in whoever locked themselves out', async () => {
    const { email } = await newPerson()
    for (let error = 0; error < 6; error++) await logIn(email, 'wrong')
    expect(await logIn(email, PASSWORD)).toBe('RATE_LIMITED')
    expect(await reset(await tokenFor(email))).toBe('OK')
    expect(await logIn(email, NEW_PASSWORD)).toBe('OK')
  })

  test('is not in the database in a form that opens anything', async () => {
    const { userId, email } = await newPerson()
    await requestPasswordReset(elsewhere(), email)
    const resets = () => ctx.db.select().from(passwordResets).where(eq(passwordResets.userId, userId))
    const rows = async () =>
      JSON.stringify([
        await resets(),
        await ctx.db.select().from(notifications).where(eq(notifications.userId, userId)),
        await ctx.db
          .select({ action: auditLog.action, detail: auditLog.detail })
          .from(auditLog)
          .where(eq(auditLog.target, userId)),
      ])
    const before = await rows()
    const [mail] = await deliver()
    const token = /token=([\w-]{43})\s/.exec(mail!.text)![1]!
    expect(before + (await rows())).not.toContain(token)
    expect(await reset((await resets())[0]!.tokenHash)).toBe('INVALID_REQUEST')
  })

  test.each(['', 'x', 'a'.repeat(43), '\0', "' or 1=1 --"])(
    'that is none of ours opens nothing: %j',
    async (token) => {
      expect(await reset(token)).toBe('INVALID_REQUEST')
    },
  )
})

describe('asking for a link', () => {
  test('answers alike for an address that nobody has, and mails nobody', async () => {
    const { email } = await newPerson()
    const timed = async (asked: string) => {
      const startedAt = performance.now()
      const answer = await requestPasswordReset(elsewhere(), asked)
      return { answer, tookMs: performance.now() - startedAt }
    }
    await deliver()
    const [known, unknown] = [await timed(email), await timed(`${randomUUID()}@example.com`)]
    expect(unknown.answer).toEqual(known.answer)
    expect(Math.abs(known.tookMs - unknown.tookMs)).toBeLessThan(100)
    expect((await deliver()).map(({ to }) => to)).toEqual([email])
  })

  test('is limited for one address, whether anybody has it or not', async () => {
    const { email } = await newPerson()
    for (const asked of [email, `${randomUUID()}@example.com`]) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          requestPasswordReset(elsewhere(), asked).then(
            () => 'OK',
            ({ code }: { code: string }) => code,
          ),
        ),
      )
      expect(answers.filter((answer) => answer === 'OK')).toHaveLength(5)
      expect(answers.filter((answer) => answer === 'RATE_LIMITED')).toHaveLength(3)
    }
    expect(await deliver()).toHaveLength(5)
  })

  test('does nothing for an account that is closed', async () => {
    const { userId, email } = await newPerson()
    await ctx.db.update(users).set({ status: 'closed' }).where(eq(users.id, userId))
    await requestPasswordReset(elsewhere(), email)
    expect(await kindsTold(userId)).toEqual([])
  })
})

describe('a login', () => {
  const from = (address: string | null, userId: string) =>
    startSession({ ...ctx, address }, { userId, channel: 'web' })

  test('from an address that is new to somebody is told, but not the first one, nor one known', async () => {
    const [{ userId }, other] = [await newPerson(), await newPerson()]
    await from('203.0.113.1', userId)
    await from('203.0.113.1', userId)
    expect(await kindsTold(userId)).toEqual([])
    await from('203.0.113.9', other.userId)
    const { id } = await from('203.0.113.9', userId)
    await from('203.0.113.9', userId)
    await from('203.0.113.1', userId)
    const told = await ctx.db.select().from(notifications).where(eq(notifications.userId, userId))
    expect(told).toMatchObject([{ kind: 'login.new', subject: id, data: { address: '203.0.113.9' } }])
    expect(await kindsTold(other.userId)).toEqual([])
  })

  test('whose address nobody knows is not told', async () => {
    const { userId } = await newPerson()
    await from('203.0.113.1', userId)
    await from(null, userId)
    expect(await kindsTold(userId)).toEqual([])
  })
})

function change(userId: string) {
  return changePassword(ctx, { userId, currentPassword: PASSWORD, newPassword: 'changed by hand' })
}
