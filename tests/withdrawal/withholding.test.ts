import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog, users } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import { addDays, addMs, DAY_MS, kstDay, MINUTE_MS } from '@/lib/time'
import { sendDue } from '@/lib/withdrawal/send-due'
import { setWithholding } from '@/lib/withdrawal/withholding'
import { readTerms } from '@/lib/withdrawal/terms'
import { at, purse } from '../booking/support'
import { expectSound, openScene } from '../support/scene'
import {
  dueNow,
  ENDING,
  haveAccount,
  newOperator,
  paidOut,
  plantWithholding,
  request,
  richOwner,
  rowOf,
  settled,
} from './support'

const scene = await openScene()
const { ctx, toss } = scene
const tomorrow = addDays(kstDay(ctx.now()), 1)
const operatorId = await newOperator(scene, 'finance_maker')

async function emailOf(userId: string): Promise<string> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId))
  return user!.email!
}

/** Won that are owed to the tax office for a withdrawal. */
async function owedFor(id: string): Promise<bigint> {
  const { rows } = await ctx.db.execute<{ owed: string }>(
    `select coalesce(sum(e.amount), 0)::text as owed from transactions t join entries e on e.transaction_id = t.id
      where t.reference = '${id}' and e.account = 'withholding_payable'`,
  )
  return BigInt(rows[0]!.owed)
}

async function taxedOwner(earnings: bigint, ending = '1234'): Promise<string> {
  const { userId } = await richOwner(scene, earnings, ending)
  await plantWithholding(scene, userId, 'business_income')
  return userId
}

describe('tax', () => {
  test('is kept back, owed to the tax office, and the bank sends the rest', async () => {
    const userId = await taxedOwner(90_000n)
    const { id, withheld } = await request(scene, userId, 50_000n)
    expect([withheld, await purse(scene, userId)]).toEqual([1_650n, { withdrawable: 40_000n }])
    expect((await settled(scene, id)).status).toBe('COMPLETED')
    expect([await paidOut(scene, id), await owedFor(id)]).toEqual([[48_350], 1_650n])
    await expectSound(scene)
  })

  test('comes back whole with what the bank could not carry out, and goes again when it did after all', async () => {
    const userId = await taxedOwner(90_000n, ENDING.fails)
    const { id } = await request(scene, userId, 50_000n)
    expect((await settled(scene, id)).status).toBe('FAILED')
    expect([await purse(scene, userId), await owedFor(id)]).toEqual([{ withdrawable: 90_000n }, 0n])
    await haveAccount(scene, userId)
    await toss.changeTransfer(id, 'COMPLETED')
    await dueNow(scene, id)
    await sendDue(ctx)
    expect((await rowOf(scene, id)).status).toBe('COMPLETED')
    expect([await purse(scene, userId), await owedFor(id)]).toEqual([{ withdrawable: 40_000n }, 1_650n])
    await expectSound(scene)
  })

  test('comes back with what the bank sent back', async () => {
    const userId = await taxedOwner(90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await settled(scene, id)
    await toss.changeTransfer(id, 'RETURNED')
    await dueNow(scene, id)
    await sendDue(ctx)
    expect([await purse(scene, userId), await owedFor(id)]).toEqual([{ withdrawable: 90_000n }, 0n])
    await expectSound(scene)
  })
})

describe('as what somebody is taxed', () => {
  test('is nothing unless an operator says so, for a day to come, and then for all that follow', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const say = (kind: 'none' | 'other_income', effectiveFrom: string) =>
      emailOf(userId).then((email) => setWithholding(ctx, { operatorId, email, kind, effectiveFrom }))
    await say('other_income', tomorrow)
    await say('none', addDays(tomorrow, 2))
    const kindIn = async (days: number) =>
      (await readTerms(at(ctx, addMs(ctx.now(), days * DAY_MS)), userId)).withholding
    expect(await Promise.all([0, 1, 2, 3].map(kindIn))).toEqual([
      'none',
      'other_income',
      'other_income',
      'none',
    ])
    await say('none', tomorrow)
    expect(await kindIn(1)).toBe('none')
    const noted = await ctx.db.select().from(auditLog).where(eq(auditLog.target, userId))
    expect(noted.filter(({ action }) => action === 'withholding.set')).toHaveLength(3)
    const told = await ctx.db.select().from(notifications).where(eq(notifications.userId, userId))
    const said = told.filter(({ kind }) => kind === 'withholding.set').map(({ data }) => data)
    expect(said).toEqual([
      { kind: 'other_income', from: tomorrow },
      { kind: 'none', from: addDays(tomorrow, 2) },
      { kind: 'none', from: tomorrow },
    ])
  })

  test('cannot be changed for today, by nobody for themselves, nor without the role', async () => {
    const { userId } = await richOwner(scene, 0n)
    const said = { operatorId, email: await emailOf(userId), kind: 'business_income' as const }
    const set = (change: object) => setWithholding(ctx, { ...said, effectiveFrom: tomorrow, ...change })
    await expect(set({ effectiveFrom: kstDay(ctx.now()) })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    await expect(set({ email: await emailOf(operatorId) })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(set({ email: 'nobody@example.com' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(set({ operatorId: userId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(set({ operatorId: await newOperator(scene, 'support') })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    expect((await readTerms(at(ctx, addMs(ctx.now(), DAY_MS + MINUTE_MS)), userId)).withholding).toBe('none')
  })
})
