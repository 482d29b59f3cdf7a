import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { encode } from 'next-auth/jwt'
import { describe, expect, test } from 'vitest'
import { sessions, users } from '@/db/schema/identity'
import { changePassword } from '@/lib/identity/change-password'
import { hashPassword } from '@/lib/identity/password'
import { encodeToken, endSession, readSession, startSession, type Channel } from '@/lib/identity/session'
import { openTicket, socialSignUpPath } from '@/lib/identity/social-login'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const LONG_SECONDS = 400 * 24 * 60 * 60

async function logIn(channel: Channel, user?: string) {
  const userId = user ?? (await newRenter(scene)).userId
  const { id } = await startSession(ctx, { userId, channel, userAgent: 'x'.repeat(1_000) })
  const token = await encodeToken(id, LONG_SECONDS)
  return { userId, id, token, read: () => readSession(ctx, token) }
}

describe('a login', () => {
  test('stands for its person', async () => {
    const { userId, id, read } = await logIn('web')
    expect(await read()).toMatchObject({ id: userId, sessionId: id, status: 'active', roles: [] })
  })

  test('ends when it is ended, and no other with it', async () => {
    const one = await logIn('web')
    const other = await logIn('api', one.userId)
    await endSession(ctx, one.id)
    expect(await one.read()).toBeNull()
    expect(await other.read()).toMatchObject({ id: one.userId })
  })

  test('in a browser ends after half an hour without use, and use keeps it', async () => {
    const { read } = await logIn('web')
    await toss.advance(29 * MINUTE_MS)
    expect(await read()).not.toBeNull()
    await toss.advance(29 * MINUTE_MS)
    expect(await read()).not.toBeNull()
    await toss.advance(30 * MINUTE_MS + SECOND_MS)
    expect(await read()).toBeNull()
  })

  test('in a browser ends after twelve hours, however much it is used', async () => {
    const { read } = await logIn('web')
    for (let i = 0; i < 28; i++) {
      await toss.advance(25 * MINUTE_MS)
      expect(await read()).not.toBeNull()
    }
    await toss.advance(20 * MINUTE_MS + SECOND_MS)
    expect(await read()).toBeNull()
  })

  test('of the mobile app lives thirty days without use', async () => {
    const { read } = await logIn('api')
    await toss.advance(30 * DAY_MS - HOUR_MS)
    expect(await read()).not.toBeNull()
    await toss.advance(HOUR_MS)
    expect(await read()).toBeNull()
  })

  test('knows a change of status or role at once, and ends with the account', async () => {
    const { userId, id, read } = await logIn('web')
    await ctx.db.update(sessions).set({ secondFactorAt: ctx.now() }).where(eq(sessions.id, id))
    const set = (change: Partial<typeof users.$inferInsert>) =>
      ctx.db.update(users).set(change).where(eq(users.id, userId))
    await set({ status: 'frozen', roles: ['auditor'] })
    expect(await read()).toMatchObject({ status: 'frozen', roles: ['auditor'] })
    await set({ roles: [] })
    expect(await read()).toMatchObject({ roles: [] })
    await set({ status: 'closed' })
    expect(await read()).toBeNull()
  })

  test('ends everywhere when the password changes', async () => {
    const logins = [await logIn('web')]
    const { userId } = logins[0]!
    logins.push(await logIn('web', userId), await logIn('api', userId))
    const stranger = await logIn('web')
    await ctx.db
      .update(users)
      .set({ passwordHash: await hashPassword('old one') })
      .where(eq(users.id, userId))
    await changePassword(ctx, { userId, currentPassword: 'old one', newPassword: 'a new good one' })
    for (const { read } of logins) expect(await read()).toBeNull()
    expect(await stranger.read()).not.toBeNull()
  })

  test('is written to at most once a minute', async () => {
    const { id, read } = await logIn('web')
    const seenAt = async () =>
      (await ctx.db.select().from(sessions).where(eq(sessions.id, id)))[0]!.lastSeenAt
    const first = await seenAt()
    await read()
    expect(await seenAt()).toEqual(first)
    await toss.advance(MINUTE_MS + SECOND_MS)
    await read()
    expect((await seenAt()).getTime()).toBeGreaterThan(first.getTime())
  })
})

describe('a token that is not good is nobody, and never an error', () => {
  const secret = process.env.AUTH_SECRET!

  test.each([
    ['empty', ''],
    ['a word', 'token'],
    ['dots', '....'],
    ['null bytes', '\0\0\0'],
    ['very long', 'a'.repeat(100_000)],
    ['Hangul', '토큰'],
    ['an unsigned JWT', 'eyJhbGciOiJub25lIn0.eyJzaWQiOiJ4In0.'],
  ])('%s', async (_, token) => {
    expect(await readSession(ctx, token)).toBeNull()
  })

  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

  test('every one-letter change of a good one', async () => {
    const { token } = await logIn('web')
    for (let at = 0; at < token.length; at += 7) {
      if (token[at] === '.') continue
      // In its highest bit: the lowest ones of a part's last letter stand for nothing.
      const letter = LETTERS[LETTERS.indexOf(token[at]!) ^ 32]
      expect(await readSession(ctx, token.slice(0, at) + letter + token.slice(at + 1)), `at ${at}`).toBeNull()
    }
  })

  test('one that is cut short, or of another secret, or too old', async () => {
    const { token, id } = await logIn('web')
    expect(await readSession(ctx, token.slice(0, -1))).toBeNull()
    const forged = await encode({ token: { sid: id }, secret: 'another secret of the same length' })
    expect(await readSession(ctx, forged)).toBeNull()
    expect(await readSession(ctx, await encode({ token: { sid: id }, secret, maxAge: -60 }))).toBeNull()
  })

  test('one for a session that does not exist, or names none', async () => {
    expect(await readSession(ctx, await encodeToken(randomUUID(), 60))).toBeNull()
    for (const sid of [undefined, null, 7, {}, '', 'no uuid', "' or 1=1 --"]) {
      expect(await readSession(ctx, await encode({ token: { sid } as never, secret }))).toBeNull()
    }
  })

  test('a ticket of a social sign-up is no login, nor the reverse', async () => {
    const { token, id } = await logIn('web')
    const path = await socialSignUpPath({
      provider: 'kakao',
      providerAccountId: '1',
      name: '김',
      sid: id,
    } as never)
    const ticket = new URL(path, 'http://localhost').searchParams.get('ticket')!
    expect(await openTicket(ticket)).toMatchObject({ provider: 'kakao' })
    expect(await readSession(ctx, ticket)).toBeNull()
    expect(await openTicket(token)).toBeNull()
  })
})
