import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { consents } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import { createOrder } from '@/lib/charge/create-order'
import { signUp } from '@/lib/identity/sign-up'
import { wordsOf } from '@/lib/notification/words'
import { giveConsent, listAsked } from '@/lib/terms/consent'
import { FIRST_VERSIONS } from '@/lib/terms/first-versions'
import { chooseMarketing, readMarketingChoice } from '@/lib/terms/marketing'
import { tellOfVersions } from '@/lib/terms/tell'
import { DAY_MS } from '@/lib/time'
import { expectSound, newRenter, openScene } from '../support/scene'
import { openOffice } from './support'

const scene = await openScene()
const { ctx, toss } = scene
const office = await openOffice(scene)
const version = office.inDays(40)
const { userId: renter } = await newRenter(scene)
await office.publish('terms', { version })

afterEach(() => expectSound(scene))

const told = (userId: string) =>
  ctx.db
    .select()
    .from(notifications)
    .where(eq(notifications.userId, userId))
    .then((rows) => rows.filter(({ kind }) => kind === 'terms.changing'))

describe('what is announced', () => {
  test('is told to everybody once, with the right to refuse, in batches that go on where they stopped', async () => {
    const { userId: closed } = await newRenter(scene)
    await ctx.db.$client.query(`update users set status = 'closed' where id = $1`, [closed])
    const { rows } = await ctx.db.$client.query(`select from users where status <> 'closed'`)
    const both = await Promise.all([tellOfVersions(ctx, 2), tellOfVersions(ctx, 2)])
    expect(both[0]! + both[1]!).toBe(rows.length)
    expect(await tellOfVersions(ctx)).toBe(0)
    for (const userId of [renter, office.drafter]) {
      const [notice, ...more] = await told(userId)
      expect(more).toEqual([])
      expect(notice!.mailDueAt).not.toBeNull()
      const { title, body, href } = wordsOf(notice!)
      expect(title).toMatch(/부터 포스페이 이용약관이 바뀌어요$/)
      expect(body).toMatch(/부칙을 더했어요.*시행일을 밝히려고요.*환불받고 탈퇴할 수 있어요/)
      expect(href).toBe(`/terms/${version}`)
    }
    expect(await told(closed)).toEqual([])
  })

  test('is asked of nobody before its day', async () => {
    expect(await listAsked(ctx.db, renter, ctx.now())).toEqual([])
    await expect(createOrder(ctx, { userId: renter, amount: 10_000n })).resolves.toBeDefined()
  })
})

describe('what is in force', () => {
  test('is asked of who has not agreed, who cannot charge until then', async () => {
    await toss.advance(41 * DAY_MS)
    expect(await listAsked(ctx.db, renter, ctx.now())).toMatchObject([{ document: 'terms', version }])
    const refused = { code: 'FORBIDDEN', message: expect.stringContaining('바뀐 약관에 동의해야') }
    await expect(createOrder(ctx, { userId: renter, amount: 10_000n })).rejects.toMatchObject(refused)
  })

  test('is agreed to by its version and no other, which is written down and enough', async () => {
    const wrong = { userId: renter, versions: { terms: '2026-11-22' } }
    await expect(giveConsent(ctx, wrong)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await expect(giveConsent(ctx, { userId: renter, versions: {} })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    })
    const right = { userId: renter, versions: { terms: version } }
    await Promise.all([giveConsent(ctx, right), giveConsent(ctx, right)])
    await giveConsent(ctx, right)
    const given = await ctx.db.select().from(consents).where(eq(consents.userId, renter))
    expect(given.map(({ document, version: each }) => `${document} ${each}`).sort()).toEqual([
      'privacy 2026-11-22',
      'terms 2026-11-22',
      `terms ${version}`,
    ])
    await expect(createOrder(ctx, { userId: renter, amount: 10_000n })).resolves.toBeDefined()
  })

  test('is what signing up agrees to, and the version before is not', async () => {
    const person = { email: 'new@example.com', name: '이바다', password: 'new-password-1' }
    const old = signUp(ctx, { ...person, ...FIRST_VERSIONS })
    await expect(old).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    const { userId } = await signUp(ctx, { ...person, ...FIRST_VERSIONS, terms: version })
    expect(await listAsked(ctx.db, userId, ctx.now())).toEqual([])
  })
})

describe('news and offers', () => {
  test('are a no until somebody says yes, and the last word counts', async () => {
    expect(await readMarketingChoice(ctx, renter)).toBeNull()
    await chooseMarketing(ctx, { userId: renter, agreed: true })
    expect(await readMarketingChoice(ctx, renter)).toMatchObject({ agreed: true })
    await chooseMarketing(ctx, { userId: renter, agreed: false })
    expect(await readMarketingChoice(ctx, renter)).toMatchObject({ agreed: false })
  })
})
