import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog, consents, sessions, users } from '@/db/schema/identity'
import { entries } from '@/db/schema/ledger'
import { leavers } from '@/db/schema/terms'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { exportPerson } from '@/lib/flows/export-person'
import { leave, listObstacles } from '@/lib/flows/leave'
import { checkCredentials } from '@/lib/identity/log-in'
import { startSession } from '@/lib/identity/session'
import { signUp } from '@/lib/identity/sign-up'
import { refundCharges } from '@/lib/refund/refund-charges'
import { FIRST_VERSIONS } from '@/lib/terms/first-versions'
import { HOUR_MS, MINUTE_MS } from '@/lib/time'
import { plantFreeze, REFUSED_WITH_REASON } from '../support/freeze'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx, toss } = scene

async function login(userId: string) {
  const { id: sessionId } = await startSession(ctx, { userId, channel: 'web' })
  return { userId, sessionId }
}

const kindsOf = async (userId: string) => (await listObstacles(ctx, userId)).map(({ kind }) => kind)
const userOf = async (userId: string) => (await ctx.db.select().from(users).where(eq(users.id, userId)))[0]!

describe('leaving', () => {
  test('waits until the money is back, and leaves the book as it was', async () => {
    const { userId } = await newRenter(scene)
    const person = await login(userId)
    const order = await paidOrder(scene, 30_000n, userId)
    expect(await kindsOf(userId)).toEqual(['charges'])
    await confirmCharge(ctx, order)
    expect(await listObstacles(ctx, userId)).toEqual([{ kind: 'balance', amount: 30_000n }])
    await expect(leave(ctx, person)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    expect((await userOf(userId)).status).toBe('active')

    await refundCharges(ctx, {
      userId,
      parts: [{ orderId: order.orderId, amount: 30_000n }],
      key: `leave-${userId}`,
    })
    expect(await kindsOf(userId)).toEqual([])
    const before = await ctx.db.$count(entries)
    await leave(ctx, person)
    expect(await ctx.db.$count(entries)).toBe(before)
    const [left] = await ctx.db.select().from(leavers).where(eq(leavers.userId, userId))
    expect(left!.personSealed).not.toContain('김하늘')
    expect(JSON.parse(ctx.sealer.open(left!.personSealed))).toMatchObject({ name: '김하늘', social: [] })
    await expectSound(scene)
  })

  test('takes name, e-mail, password and logins away, keeps the consents, and frees the e-mail', async () => {
    const person = {
      email: 'leaver@example.com',
      name: '정바람',
      password: 'leaver-password-1',
      ...FIRST_VERSIONS,
    }
    const { userId } = await signUp(ctx, person)
    const here = await login(userId)
    await login(userId)
    await leave(ctx, here)
    expect(await userOf(userId)).toMatchObject({
      status: 'closed',
      email: null,
      name: '탈퇴한 회원',
      passwordHash: null,
    })
    const open = await ctx.db.select().from(sessions).where(eq(sessions.userId, userId))
    expect(open.filter(({ endedAt }) => endedAt === null)).toEqual([])
    expect(await ctx.db.$count(consents, eq(consents.userId, userId))).toBe(2)
    await expect(checkCredentials(ctx, person)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await expect(createOrder(ctx, { userId, amount: 10_000n })).rejects.toMatchObject({
      code: 'ACCOUNT_FROZEN',
    })
    const again = await signUp(ctx, person)
    expect((await checkCredentials(ctx, person)).userId).toBe(again.userId)
    expect(again.userId).not.toBe(userId)
    const trail = await ctx.db.select().from(auditLog).where(eq(auditLog.target, userId))
    expect(trail.map(({ action }) => action)).toContain('user.left')
    await expectSound(scene)
  })

  test('asks for the password of a login that is older, and is nothing for operators and the frozen', async () => {
    const { userId } = await newRenter(scene)
    const person = await login(userId)
    await toss.advance(6 * MINUTE_MS)
    await expect(leave(ctx, person)).rejects.toMatchObject({ code: 'REAUTH_REQUIRED' })
    await expect(exportPerson(ctx, person)).rejects.toMatchObject({ code: 'REAUTH_REQUIRED' })

    const operator = await login(await newOperator(scene, 'admin'))
    expect(await kindsOf(operator.userId)).toEqual(['operator'])
    await expect(leave(ctx, operator)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })

    await plantFreeze(ctx, userId)
    await expect(leave(ctx, await login(userId))).rejects.toMatchObject(REFUSED_WITH_REASON)
  })

  test('and a charge that is confirmed at the same time never leave money with nobody', async () => {
    for (let round = 0; round < 5; round++) {
      const { userId } = await newRenter(scene)
      const order = await paidOrder(scene, 10_000n, userId)
      const person = await login(userId)
      const [charged] = await Promise.allSettled([confirmCharge(ctx, order), leave(ctx, person)])
      const { status } = await userOf(userId)
      expect([charged.status, status]).toEqual(['fulfilled', 'active'])
    }
    await expectSound(scene)
  })

  test('twice at once is leaving once, and an order that nobody pays waits for its end', async () => {
    const { userId } = await newRenter(scene)
    await createOrder(ctx, { userId, amount: 10_000n })
    expect(await kindsOf(userId)).toEqual(['charges'])
    await toss.advance(HOUR_MS)
    expect(await kindsOf(userId)).toEqual([])
    const person = await login(userId)
    await Promise.allSettled([leave(ctx, person), leave(ctx, person)])
    expect(await ctx.db.$count(leavers, eq(leavers.userId, userId))).toBe(1)
  })
})

describe('the data of a person', () => {
  test('is all theirs, without keys and nobody else’s, and taking it is written down', async () => {
    const { userId, email } = await newRenter(scene)
    const { email: other } = await newRenter(scene)
    const person = await login(userId)
    await confirmCharge(ctx, await paidOrder(scene, 20_000n, userId))
    const data = await exportPerson(ctx, person)
    expect(data).toMatchObject({
      profile: [{ email, name: '김하늘' }],
      charges: [{ amount: 20_000, status: 'DONE' }],
      transactions: [{ type: 'charge', account: 'balance', amount: 20_000 }],
      consents: [{ version: '2026-11-22' }, { version: '2026-11-22' }],
    })
    const text = JSON.stringify(data)
    expect(text).not.toContain(other)
    expect(text).not.toMatch(/sealed|fingerprint|password|customer_key/i)
    const trail = await ctx.db.select().from(auditLog).where(eq(auditLog.target, userId))
    expect(trail.at(-1)!.action).toBe('user.exported')
  })
})
