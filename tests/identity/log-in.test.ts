import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { auditLog, users } from '@/db/schema/identity'
import { changePassword } from '@/lib/identity/change-password'
import { checkCredentials } from '@/lib/identity/log-in'
import { hashPassword } from '@/lib/identity/password'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const PASSWORD = 'the right password'
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD)
})

/** From another network address each time, so that only the person's own count is at stake. */
const elsewhere = () => ({ ...scene.ctx, address: randomUUID() })

async function newPerson() {
  const person = await newRenter(scene)
  await scene.ctx.db.update(users).set({ passwordHash }).where(eq(users.id, person.userId))
  return person
}

const logIn = (email: string, password: string) => checkCredentials(elsewhere(), { email, password })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'OK',
    ({ code }: { code: string }) => code,
  )

describe('logging in', () => {
  test('answers who it is for the right password, and counts the errors anew', async () => {
    const { email, userId } = await newPerson()
    for (let round = 0; round < 3; round++) {
      for (let error = 0; error < 4; error++)
        expect(await codeOf(logIn(email, 'wrong'))).toBe('UNAUTHENTICATED')
      expect(await logIn(email, PASSWORD)).toEqual({ userId })
    }
  })

  test('after five errors refuses even the right password, for ten minutes', async () => {
    const [locked, other] = [await newPerson(), await newPerson()]
    for (let error = 0; error < 5; error++) {
      expect(await codeOf(logIn(locked.email, `wrong ${error}`))).toBe('UNAUTHENTICATED')
    }
    const refusal = await logIn(locked.email, PASSWORD).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', status: 429 })
    const { retryAfterSeconds } = refusal as { retryAfterSeconds: number }
    expect(retryAfterSeconds).toBeGreaterThan(590)
    expect(retryAfterSeconds).toBeLessThanOrEqual(600)
    expect(await codeOf(logIn(other.email, PASSWORD))).toBe('OK')
  })

  test('fifty wrong passwords at once are tried five times at most', async () => {
    const { email } = await newPerson()
    const codes = await Promise.all(Array.from({ length: 50 }, (_, i) => codeOf(logIn(email, `wrong ${i}`))))
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(5)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(45)
  })

  test('fails in the same words and about the same time for an e-mail that nobody has', async () => {
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!
    const attempt = async (email: string) => {
      const startedAt = performance.now()
      const refusal = (await logIn(email, 'wrong').catch((error: unknown) => error)) as Error & {
        code: string
      }
      return { said: [refusal.code, refusal.message], tookMs: performance.now() - startedAt }
    }
    const known = []
    const unknown = []
    for (let i = 0; i < 9; i++) {
      known.push(await attempt((await newPerson()).email))
      unknown.push(await attempt(`${randomUUID()}@example.com`))
    }
    expect(new Set([...known, ...unknown].map(({ said }) => said.join()))).toHaveProperty('size', 1)
    const ratio = median(known.map(({ tookMs }) => tookMs)) / median(unknown.map(({ tookMs }) => tookMs))
    expect(ratio).toBeGreaterThan(0.4)
    expect(ratio).toBeLessThan(2.5)
  })

  test('is refused to a closed account, and to one that only has a social login', async () => {
    const [closed, social] = [await newPerson(), await newRenter(scene)]
    await scene.ctx.db.update(users).set({ status: 'closed' }).where(eq(users.id, closed.userId))
    expect(await codeOf(logIn(closed.email, PASSWORD))).toBe('UNAUTHENTICATED')
    expect(await codeOf(logIn(social.email, PASSWORD))).toBe('UNAUTHENTICATED')
    expect(await codeOf(logIn(social.email, ''))).toBe('UNAUTHENTICATED')
  })

  test('from one address is tried twenty times a minute, whoever is meant', async () => {
    const here = { ...scene.ctx, address: '10.1.1.1' }
    const codes = []
    for (let i = 0; i < 22; i++) {
      codes.push(
        await codeOf(checkCredentials(here, { email: `${randomUUID()}@example.com`, password: 'x' })),
      )
    }
    expect(codes.lastIndexOf('UNAUTHENTICATED')).toBe(19)
    expect(codes.slice(20)).toEqual(['RATE_LIMITED', 'RATE_LIMITED'])
  })

  test('is written down, never with the password', async () => {
    const { email, userId } = await newPerson()
    await codeOf(logIn(email, 'wrong-and-secret'))
    await logIn(email, PASSWORD)
    const rows = await scene.ctx.db.select().from(auditLog).where(eq(auditLog.target, userId))
    expect(rows.map(({ action }) => action)).toEqual(['user.signed_up', 'login.failed', 'login.succeeded'])
    const all = (await scene.ctx.db.select().from(auditLog))
      .map(({ detail }) => JSON.stringify(detail))
      .join()
    expect(all).not.toContain('secret')
  })
})

describe('changing the password', () => {
  test('needs the present one, five tries at most', async () => {
    const { userId } = await newPerson()
    const change = (currentPassword: string) =>
      codeOf(changePassword(scene.ctx, { userId, currentPassword, newPassword: 'another good one' }))
    for (let error = 0; error < 5; error++) expect(await change('wrong')).toBe('UNAUTHENTICATED')
    expect(await change(PASSWORD)).toBe('RATE_LIMITED')
  })

  test('makes the new one the only one', async () => {
    const { userId, email } = await newPerson()
    await changePassword(scene.ctx, { userId, currentPassword: PASSWORD, newPassword: 'another good one' })
    expect(await codeOf(logIn(email, PASSWORD))).toBe('UNAUTHENTICATED')
    expect(await logIn(email, 'another good one')).toEqual({ userId })
  })
})
