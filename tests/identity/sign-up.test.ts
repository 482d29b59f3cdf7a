import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { auditLog, consents, users } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import { emailSchema, nameSchema, newPasswordSchema, typedPasswordSchema } from '@/lib/identity/credentials'
import { hashPassword, verifyPassword } from '@/lib/identity/password'
import { signUp } from '@/lib/identity/sign-up'
import { FIRST_VERSIONS } from '@/lib/terms/first-versions'
import { DAY_MS } from '@/lib/time'
import { openRoles, refusal, walletsOf } from '../support/roles'
import { expectSound, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene
const { app } = openRoles(scene.database)

afterEach(() => expectSound(scene))

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
let address = 0
/** From another network address each time: how often one may sign up is tested elsewhere. */
const join = (email: string, given: Partial<Parameters<typeof signUp>[1]> = {}) =>
  signUp(
    { ...ctx, address: `10.0.0.${++address}` },
    {
      email,
      password: 'a long enough one',
      name: '김하늘',
      ...FIRST_VERSIONS,
      ...given,
    },
  )

describe('signing up', () => {
  test('opens five wallets at zero and keeps what was agreed to', async () => {
    const { userId } = await join('new@example.com')
    const wallets = await walletsOf(app, userId)
    expect(Object.keys(wallets).sort()).toEqual([
      'balance',
      'charge_debt',
      'earnings_debt',
      'pending',
      'withdrawable',
    ])
    for (const wallet of Object.values(wallets)) expect(wallet).toMatchObject({ balance: 0n, version: 0n })

    const agreed = await ctx.db.select().from(consents).where(eq(consents.userId, userId))
    expect(agreed.map(({ document, version }) => [document, version]).sort()).toEqual([
      ['privacy', FIRST_VERSIONS.privacy],
      ['terms', FIRST_VERSIONS.terms],
    ])
    const [user] = await ctx.db.select().from(users).where(eq(users.id, userId))
    expect(user).toMatchObject({
      status: 'active',
      roles: [],
      passwordHash: expect.stringMatching(/^\$argon2id\$/),
    })
    expect(user!.customerKey).not.toContain(userId)
    expect(await ctx.db.select().from(auditLog).where(eq(auditLog.target, userId))).toMatchObject([
      { action: 'user.signed_up', actor: `user:${userId}` },
    ])
  })

  test('with an e-mail that is taken answers alike, changes nothing and tells its owner once a day', async () => {
    const { userId } = await join('taken@example.com')
    const before = await ctx.db.select().from(users)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => join('taken@example.com', { password: 'another password' })),
    )
    for (const answer of answers) expect(answer).toEqual({ userId: expect.stringMatching(UUID) })
    expect(new Set([userId, ...answers.map((answer) => answer.userId)]).size).toBe(11)
    expect(await ctx.db.select().from(users)).toEqual(before)
    const told = () => ctx.db.select().from(notifications).where(eq(notifications.userId, userId))
    expect(await told()).toMatchObject([{ kind: 'email.taken' }])
    await scene.toss.advance(DAY_MS)
    await join('taken@example.com')
    expect(await told()).toHaveLength(2)
  })

  test('ten times at once with one e-mail makes one user', async () => {
    await Promise.all(Array.from({ length: 10 }, () => join('race@example.com')))
    expect(await ctx.db.select().from(users).where(eq(users.email, 'race@example.com'))).toHaveLength(1)
  })

  test('takes about as long with an e-mail that is taken', async () => {
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!
    const timed = async (email: string) => {
      const startedAt = performance.now()
      await join(email)
      return performance.now() - startedAt
    }
    await join('timed@example.com')
    const [taken, fresh]: number[][] = [[], []]
    for (let i = 0; i < 15; i++) {
      taken!.push(await timed('timed@example.com'))
      fresh!.push(await timed(`timed-${i}@example.com`))
    }
    const ratio = median(taken!) / median(fresh!)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })

  test('without the versions in force is refused, and nobody is made', async () => {
    for (const given of [{ terms: '2020-01-01' }, { privacy: '' }]) {
      await expect(join('nobody@example.com', given)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    }
    expect(await ctx.db.select().from(users).where(eq(users.email, 'nobody@example.com'))).toEqual([])
  })

  test('more than ten times an hour from one address is refused', async () => {
    const here = { ...ctx, address: '10.9.9.9' }
    const one = (i: number) =>
      signUp(here, {
        email: `many-${i}@example.com`,
        password: 'a long enough one',
        name: '김',
        ...FIRST_VERSIONS,
      })
    const answers = await Promise.allSettled(Array.from({ length: 14 }, (_, i) => one(i)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(answers.filter((a) => a.status === 'rejected' && a.reason.code === 'RATE_LIMITED')).toHaveLength(4)
  })

  test.each([
    ['an e-mail that is not in its normal form', `'UPPER@example.com', '김'`, 'users_email_normal'],
    ['full-width letters', `'ａ@example.com', '김'`, 'users_email_normal'],
    ['no name', `'empty@example.com', ''`, 'users_name_length'],
    ['a long name', `'long@example.com', repeat('김', 51)`, 'users_name_length'],
  ])('%s is refused by the database too', async (_, values, constraint) => {
    const insert = `insert into users (id, email, name, customer_key, created_at)
      select gen_random_uuid(), e, n, gen_random_uuid(), now() from (values (${values})) v (e, n)`
    expect(await refusal(app.query(insert))).toBe(constraint)
  })
})

describe('an e-mail', () => {
  test.each([
    ['Renter@Example.COM', 'renter@example.com'],
    ['  renter@example.com ', 'renter@example.com'],
    ['ｒｅｎｔｅｒ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'renter@example.com'],
    ['re\u200bnter@example.com', null],
    ['renter@example', null],
    ['renter', null],
    ['', null],
    ['a@b.kr\nbcc: x@y.kr', null],
    [`${'a'.repeat(250)}@example.com`, null],
  ])('typed as %j is %j', (typed, expected) => {
    expect(emailSchema.safeParse(typed).data ?? null).toBe(expected)
  })
})

describe('a new password', () => {
  const accepted = (password: string) => newPasswordSchema.safeParse(password).success

  test.each([
    ['seven characters', 'k7#mQ2z', false],
    ['eight characters', 'k7#mQ2zp', true],
    ['128 characters', 'k7#mQ2zp'.repeat(16), true],
    ['129 characters', `${'k7#mQ2zp'.repeat(16)}x`, false],
    ['spaces at both ends', '  k7#mQ2  ', true],
    ['Hangul', '포켓에든큰돈만원', true],
    ['seven syllables typed as letters', '포켓에든큰돈만'.normalize('NFD'), false],
    ['eight emoji', '🦊🐙🦉🐢🦔🐝🦭🐳', true],
    ['four emoji', '🦊🐙🦉🐢', false],
    ['128 emoji', '🦊'.repeat(127) + '🐙', true],
    ['one of the common ones', 'password1', false],
    ['one of the common ones in capitals', 'PASSWORD1', false],
    ['the name of the service', 'pospay1234', false],
    ['the name of the service in full-width letters', 'ｐｏｓｐａｙ１２３４', false],
    ['the Korean name of the service', '포스페이1234', false],
    ['the name of the service inside a sentence', 'my pospay is a fox den', true],
  ])('of %s', (_, password, expected) => {
    expect(accepted(password)).toBe(expected)
  })

  test.each(['포켓에든큰돈만원', '한'.repeat(128), '🦊'.repeat(127) + '🐙', 'ﬁve ligatures ﬁt'])(
    'logs in however the keyboard composes it: %s',
    async (password) => {
      const hash = await hashPassword(newPasswordSchema.parse(password))
      for (const typed of [password, password.normalize('NFD'), password.normalize('NFC')]) {
        expect(await verifyPassword(hash, typedPasswordSchema.parse(typed))).toBe(true)
      }
    },
  )

  test('is not cut off anywhere', async () => {
    const long = 'k7#mQ2zp'.repeat(16)
    const hash = await hashPassword(long)
    expect(await verifyPassword(hash, long)).toBe(true)
    expect(await verifyPassword(hash, long.slice(0, -1))).toBe(false)
    expect(await verifyPassword(hash, long.slice(0, 72))).toBe(false)
  })
})

describe('a name', () => {
  test.each([
    ['  김   하늘 ', '김 하늘'],
    ['Ａnna', 'Anna'],
    ['', null],
    ['   ', null],
    ['김'.repeat(51), null],
    ['김\u202e하늘', null],
    ['김\u0000', null],
    ['김\u200b하늘', null],
    ['포스페이 운영자', null],
    ['Pos Pay', null],
  ])('typed as %j is %j', (typed, expected) => {
    expect(nameSchema.safeParse(typed).data ?? null).toBe(expected)
  })
})
