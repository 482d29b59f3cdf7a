import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { notifications } from '@/db/schema/notification'
import { sellers } from '@/db/schema/payout'
import { MINUTE_MS } from '@/lib/time'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { sendDue } from '@/lib/withdrawal/send-due'
import type { Contact } from '@/lib/withdrawal/toss/contact'
import { readPayee, savePayee } from '@/lib/withdrawal/toss/payee'
import { dueNow, freshLogin, request, rowOf, settled } from './support'
import { COMPANY, openTossDays, payable, PERSON, tell } from './toss-support'

const scene = await openTossDays()
const { ctx, toss } = scene

type Company = Extract<Contact, { businessType: 'CORPORATE' }>
const withCompany = (change: Partial<Company['company']>): Contact => ({
  businessType: 'CORPORATE',
  company: { ...(COMPANY as Company).company, ...change },
})
const OTHER_PHONE = withCompany({ phone: '0298765432' })
const OTHER_BUSINESS = withCompany({ businessRegistrationNumber: '9876543210' })

const sellerOf = async (userId: string) => {
  const [row] = await ctx.db.select().from(sellers).where(eq(sellers.userId, userId))
  return row!
}
const atToss = async (userId: string) => {
  const { sellerId } = await sellerOf(userId)
  return (await toss.sellers()).find(({ id }) => id === sellerId)
}
const toldOf = async (userId: string) => {
  const told = await ctx.db.select().from(notifications).where(eq(notifications.userId, userId))
  return told.filter(({ kind }) => kind === 'payee.changed').map(({ data }) => data.changed)
}

async function pay(userId: string, amount: bigint): Promise<string> {
  const { id } = await request(scene, userId, amount)
  return (await settled(scene, id)).status
}

test('what Toss does not know yet is told anew, and what is told again is no change', async () => {
  const { userId } = await payable(scene, 90_000n, PERSON)
  await tell(scene, userId, PERSON)
  await tell(scene, userId, COMPANY)
  expect(await readPayee(ctx, userId)).toEqual(COMPANY)
  expect(await toldOf(userId)).toEqual(['구분, 사업자등록번호, 이름, 대표자 이름, 전화번호'])
  expect(await pay(userId, 10_000n)).toBe('COMPLETED')
})

test('another phone is told to Toss before the next payout, and to the owner at once', async () => {
  const { userId } = await payable(scene, 90_000n)
  await pay(userId, 10_000n)
  const before = await atToss(userId)
  await tell(scene, userId, OTHER_PHONE)
  expect(await toldOf(userId)).toEqual(['전화번호'])
  expect(await pay(userId, 10_000n)).toBe('COMPLETED')
  expect(await atToss(userId)).toMatchObject({ id: before!.id, company: { phone: '0298765432' } })
})

test('another business is another seller, and what the one of before was paid stays its own', async () => {
  const { userId } = await payable(scene, 90_000n)
  await pay(userId, 10_000n)
  const before = await sellerOf(userId)
  await tell(scene, userId, OTHER_BUSINESS)
  expect(await pay(userId, 20_000n)).toBe('COMPLETED')
  const after = await sellerOf(userId)
  expect(after).toMatchObject({ state: 'HOLDING', formerSellerIds: [before.sellerId] })
  expect(after.refSellerId).not.toBe(before.refSellerId)
  expect(await atToss(userId)).toMatchObject({ company: { businessRegistrationNumber: '9876543210' } })
})

test('nobody changes it without their password, and a change is sealed', async () => {
  const { userId } = await payable(scene, 0n)
  const sessionId = await freshLogin(scene, userId)
  await toss.advance(6 * MINUTE_MS)
  const stale = savePayee(ctx, { userId, sessionId, told: OTHER_PHONE })
  await expect(stale).rejects.toMatchObject({ code: 'REAUTH_REQUIRED' })
  await tell(scene, userId, OTHER_PHONE)
  expect(JSON.stringify(await sellerOf(userId))).not.toContain('0298765432')
})

test('not while Toss pays, but while it waits for an identity check, whose message goes to the new phone', async () => {
  const { userId } = await payable(scene, 90_000n)
  const { id } = await request(scene, userId, 10_000n)
  await sendDue(ctx)
  await expect(tell(scene, userId, OTHER_PHONE)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  expect((await settled(scene, id)).status).toBe('COMPLETED')

  const { userId: person } = await payable(scene, 90_000n, PERSON)
  const { id: waiting } = await request(scene, person, 10_000n)
  await sendDue(ctx)
  expect(await rowOf(scene, waiting)).toMatchObject({ reason: 'identity' })
  const individual = { name: '김하늘', email: 'sky@example.com', phone: '01099998888' }
  await tell(scene, person, { businessType: 'INDIVIDUAL', individual })
  await sendDue(ctx)
  expect(await atToss(person)).toMatchObject({ individual: { phone: '01099998888' } })
  expect(await rowOf(scene, waiting)).toMatchObject({ reason: 'identity' })
  await cancelWithdrawal(ctx, { userId: person, withdrawalId: waiting })
})

test('a change whose answer is lost is told again in the same words, and no other overtakes it', async () => {
  const { userId } = await payable(scene, 90_000n)
  await pay(userId, 10_000n)
  await tell(scene, userId, OTHER_PHONE)
  const { id } = await request(scene, userId, 10_000n)
  await toss.fault('drop-after', { match: 'POST /v2/sellers/*' })
  await sendDue(ctx)
  expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', reason: 'unknown' })
  await expect(tell(scene, userId, COMPANY)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  await dueNow(scene, id)
  expect((await settled(scene, id)).status).toBe('COMPLETED')
  expect(await atToss(userId)).toMatchObject({ company: { phone: '0298765432' } })
})
