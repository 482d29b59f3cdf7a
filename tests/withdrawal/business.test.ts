import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { businesses } from '@/db/schema/business'
import { leave } from '@/lib/flows/leave'
import { readBusiness } from '@/lib/identity/business'
import { businessNumberSchema, formatBusinessNumber, isBusinessNumber } from '@/lib/identity/business-number'
import { startSession } from '@/lib/identity/session'
import { removeExpired } from '@/lib/jobs/remove-expired'
import { maskBusinessNumber } from '@/lib/mask'
import { readBrokerTable } from '@/lib/tax/broker-table'
import { readFeesTable } from '@/lib/tax/fees-table'
import { periodOf } from '@/lib/period'
import { DAY_MS, kstDay } from '@/lib/time'
import { sayBusiness } from '@/lib/withdrawal/say-business'
import type { Contact } from '@/lib/withdrawal/toss/contact'
import { savePayee } from '@/lib/withdrawal/toss/payee'
import { earn, freshLogin, richOwner } from './support'
import { expectSound, newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const NUMBER = '1234567891'
const SOLE = { kind: 'sole', number: NUMBER } as const
const newUser = async () => (await newRenter(scene)).userId

afterEach(() => expectSound(scene))

describe('a business number', () => {
  test('is one by its last digit, which every other makes wrong', () => {
    expect(['1248100998', NUMBER].filter(isBusinessNumber)).toHaveLength(2)
    const others = [...'0234567890'].map((digit) => `123456789${digit}`)
    expect(others.filter(isBusinessNumber)).toEqual([])
    expect(['1248100989', '124810099', '12481009981', '124810099a'].filter(isBusinessNumber)).toEqual([])
  })

  test('is read with dashes or without, shown with them, and masked', () => {
    expect(businessNumberSchema.parse(' 123-45 67891')).toBe(NUMBER)
    expect(formatBusinessNumber(NUMBER)).toBe('123-45-67891')
    expect([NUMBER, '123-45-67891', '확인 전'].map(maskBusinessNumber)).toEqual([
      '123-45-*****',
      '123-45-*****',
      '확인 전',
    ])
    expect(businessNumberSchema.safeParse('1234567890').error!.issues[0]!.message).toMatch(
      /없는 사업자등록번호/,
    )
  })
})

describe('what an owner says of their business', () => {
  test('is kept sealed, and can be said anew', async () => {
    const userId = await newUser()
    expect(await readBusiness(ctx, userId)).toBeNull()
    await sayBusiness(ctx, { userId, ...SOLE })
    expect(await readBusiness(ctx, userId)).toEqual(SOLE)
    const [row] = await ctx.db.select().from(businesses).where(eq(businesses.userId, userId))
    expect(row!.numberSealed).not.toContain(NUMBER)
    await sayBusiness(ctx, { userId, kind: 'none', number: null })
    expect(await readBusiness(ctx, userId)).toEqual({ kind: 'none', number: null })
  })

  test('is what Toss is told of whom it pays, and is said there alone', async () => {
    const userId = await newUser()
    await sayBusiness(ctx, { userId, kind: 'none', number: null })
    const contact = { name: '하늘공간', email: 'sky@example.com', phone: '01012345678' }
    const company = { ...contact, representativeName: '김하늘', businessRegistrationNumber: NUMBER }
    const tell = async (told: Contact) =>
      savePayee(ctx, { userId, sessionId: await freshLogin(scene, userId), told })
    await tell({ businessType: 'CORPORATE', company })
    expect(await readBusiness(ctx, userId)).toEqual({ kind: 'corporate', number: NUMBER })
    await expect(sayBusiness(ctx, { userId, ...SOLE })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await tell({ businessType: 'INDIVIDUAL', individual: contact })
    expect(await readBusiness(ctx, userId)).toEqual({ kind: 'none', number: null })
  })

  test('is in the files for the tax office, in plain', async () => {
    const owners = await Promise.all([1, 2, 3].map(() => richOwner(scene, 9_000n)))
    await sayBusiness(ctx, { userId: owners[0]!.userId, ...SOLE })
    await sayBusiness(ctx, { userId: owners[1]!.userId, kind: 'none', number: null })
    await earn(scene, owners[0]!.place, 10_000n)
    const today = kstDay(ctx.now())
    for (const { columns, rows } of [
      await readBrokerTable(ctx, periodOf(today, 'quarter')),
      await readFeesTable(ctx, periodOf(today, 'month')),
    ]) {
      const [number, id] = [columns.findIndex(({ head }) => head === '사업자등록번호'), columns.length - 1]
      const said = owners.map(({ userId }) => rows.find((row) => row[id] === userId)?.[number])
      expect(said).toEqual(['123-45-67891', '미등록 사업자/개인', '확인 전'])
      expect(columns[number]!.personal).toBe('business')
    }
  })

  test('is kept five years for who left, and then destroyed', async () => {
    const [userId, stays] = [await newUser(), await newUser()]
    await sayBusiness(ctx, { userId, ...SOLE })
    await sayBusiness(ctx, { userId: stays, ...SOLE })
    const { id: sessionId } = await startSession(ctx, { userId, channel: 'web' })
    await leave(ctx, { userId, sessionId })
    await removeExpired(ctx)
    expect(await readBusiness(ctx, userId)).toEqual(SOLE)
    await toss.advance(5 * 366 * DAY_MS + DAY_MS)
    await removeExpired(ctx)
    expect([await readBusiness(ctx, userId), await readBusiness(ctx, stays)]).toEqual([null, SOLE])
  })
})
