import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { CONSENT_VERSION, consentText } from '@/lib/charge/auto-topup/consent'
import { lookAfterCards } from '@/lib/charge/auto-topup/look-after'
import { readAutoTopUp } from '@/lib/charge/auto-topup/read'
import { registerCard } from '@/lib/charge/auto-topup/register-card'
import { startAutoTopUp } from '@/lib/charge/auto-topup/start'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'
import { readWallet } from '@/lib/ledger/read'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { expectSound, newRenter, openScene } from '../../support/scene'
import { setSwitch } from '../../support/set-setting'
import { agree, FIGURES, ISSUE, rowOf, told, turnedOn, withCard } from './support'

const scene = await openScene()
const { ctx, toss } = scene

afterEach(async () => {
  await toss.clearFaults()
  await expectSound(scene)
})

describe('an automatic top-up', () => {
  test('is off until somebody agrees and registers a card', async () => {
    const { userId } = await newRenter(scene)
    expect(await readAutoTopUp(ctx, userId)).toBeNull()
    await agree(scene, userId)
    expect(await rowOf(scene, userId)).toMatchObject({ state: 'READY', billingKeySealed: null })
    expect(await told(scene, userId)).toEqual([])
  })

  test('is on with a card, takes nothing yet, and says so', async () => {
    const { userId } = await turnedOn(scene)
    expect(await readAutoTopUp(ctx, userId)).toMatchObject({
      ...FIGURES,
      state: 'ON',
      card: '현대카드 789*',
      usedThisMonth: 0n,
    })
    expect((await readWallet(ctx, userId)).balance).toBe(0n)
    expect(await told(scene, userId)).toEqual(['auto_topup.on'])
  })

  test('keeps what was agreed to, word by word', async () => {
    const { userId } = await turnedOn(scene)
    expect(await rowOf(scene, userId)).toMatchObject({
      consentVersion: CONSENT_VERSION,
      consentHash: createHash('sha256').update(consentText(FIGURES).join('\n')).digest('base64url'),
      consentedAt: expect.any(Date),
    })
    expect(consentText(FIGURES).join(' ')).toContain('잔액이 5,000원보다 적어지면 다시 묻지 않고')
  })

  test('keeps no key in the clear', async () => {
    const person = await withCard(scene)
    const { userId, authKey } = person
    await registerCard(ctx, person)
    const row = await rowOf(scene, userId)
    const billingKey = ctx.sealer.open(row.billingKeySealed!)
    const { rows } = await ctx.db.$client.query(
      'select a::text || coalesce((select string_agg(c::text, $2) from toss_calls c where c.auto_topup_id = a.id), $2) as kept from auto_topups a where user_id = $1',
      [userId, ''],
    )
    expect(billingKey.length).toBeGreaterThan(20)
    expect(rows[0].kept).not.toContain(billingKey)
    expect(rows[0].kept).not.toContain(authKey)
  })

  test.each([
    ['less than the least charge', { amount: 999n }, 'amount'],
    ['more than a wallet may hold', { amount: 2_000_001n, monthlyCap: 2_000_001n }, 'amount'],
    ['a threshold that a wallet can never reach', { threshold: 2_000_000n }, 'threshold'],
    ['no occasion at all', { onShortage: false, threshold: null }, 'trigger'],
    ['a month that holds not even one run', { monthlyCap: 9_999n }, 'monthlyCap'],
    ['a month beyond what anybody may set', { monthlyCap: 2_000_001n }, 'monthlyCap'],
  ])('is refused with %s', async (_what, change, field) => {
    const { userId } = await newRenter(scene)
    await expect(agree(scene, userId, { ...FIGURES, ...change })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      fields: { [field]: expect.any(String) },
    })
  })

  test('is refused when the consent is to an older text', async () => {
    const { userId } = await newRenter(scene)
    const asked = startAutoTopUp(ctx, { userId, ...FIGURES, consent: '2020-01-01' })
    await expect(asked).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test('can be agreed to anew until the card has come, and then not', async () => {
    const { userId, customerKey } = await withCard(scene)
    const more = { ...FIGURES, amount: 20_000n }
    await agree(scene, userId, more)
    await registerCard(ctx, { userId, customerKey, authKey: await toss.registerCard(customerKey) })
    expect(await rowOf(scene, userId)).toMatchObject({ state: 'ON', amount: 20_000n })
    await expect(agree(scene, userId)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })

  test('is not offered while operators have stopped it, or without the keys of the API', async () => {
    const { userId } = await newRenter(scene)
    const without = { ...scene, ctx: { ...ctx, billing: null } }
    await expect(agree(without, userId)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await setSwitch(scene.ctx.db, 'auto_top_up', false)
    await expect(agree(scene, userId)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await setSwitch(scene.ctx.db, 'auto_top_up', true)
  })
})

describe('a card that comes back from Toss', () => {
  test('of somebody else is nobody’s', async () => {
    const mine = await withCard(scene)
    const other = await withCard(scene)
    const stolen = { userId: mine.userId, customerKey: other.customerKey, authKey: other.authKey }
    await expect(registerCard(ctx, stolen)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const smuggled = { ...mine, authKey: other.authKey }
    expect(await registerCard(ctx, smuggled)).toMatchObject({
      state: 'OFF',
      failureCode: 'NOT_MATCHES_CUSTOMER_KEY',
      billingKeySealed: null,
    })
  })

  test('twice at once is registered once', async () => {
    const person = await withCard(scene)
    await Promise.all([1, 2, 3].map(() => registerCard(ctx, person)))
    expect(await rowOf(scene, person.userId)).toMatchObject({ state: 'ON' })
    expect(await toss.cards(person.customerKey)).toHaveLength(1)
    expect(await told(scene, person.userId)).toEqual(['auto_topup.on'])
  })

  test.each(['drop-after', 'garbage', 'truncate', 'drop-before', 'http5xx-before', 'late'])(
    'with an answer that goes %s is registered once by the job',
    async (fault) => {
      const person = await withCard(scene)
      await toss.fault(fault, { match: ISSUE, param: fault === 'late' ? { ms: 50 } : undefined })
      await registerCard(ctx, person)
      await toss.advance(11 * SECOND_MS)
      while ((await lookAfterCards(ctx)) > 0);
      expect(await rowOf(scene, person.userId)).toMatchObject({ state: 'ON', authKeySealed: null })
      expect(await toss.cards(person.customerKey)).toHaveLength(1)
    },
  )

  test('with a refusal leaves it off, with the reason, and a new one can be tried', async () => {
    const person = await withCard(scene)
    await toss.fault('code:REJECT_CARD_COMPANY', { match: ISSUE })
    expect(await registerCard(ctx, person)).toMatchObject({
      state: 'OFF',
      failureCode: 'REJECT_CARD_COMPANY',
    })
    expect(await readAutoTopUp(ctx, person.userId)).toMatchObject({
      failure: expect.stringContaining('거절'),
    })
    await agree(scene, person.userId)
    const authKey = await toss.registerCard(person.customerKey)
    expect(await registerCard(ctx, { ...person, authKey })).toMatchObject({ state: 'ON' })
  })

  test('may take its time to begin: only from then on the half hour counts', async () => {
    const person = await withCard(scene)
    await toss.advance(40 * MINUTE_MS)
    await toss.fault('drop-after', { match: ISSUE })
    expect(await registerCard(ctx, person)).toMatchObject({ state: 'ISSUING' })
    await toss.advance(MINUTE_MS)
    await lookAfterCards(ctx)
    expect(await rowOf(scene, person.userId)).toMatchObject({ state: 'ON' })
  })

  test('is given up when Toss does not say for half an hour', async () => {
    const person = await withCard(scene)
    await toss.fault('http5xx-before', { match: ISSUE, times: 100 })
    await registerCard(ctx, person)
    for (let minute = 0; minute < 35; minute += 5) {
      await toss.advance(5 * MINUTE_MS)
      await lookAfterCards(ctx)
    }
    expect(await rowOf(scene, person.userId)).toMatchObject({ state: 'OFF', authKeySealed: null })
  })

  test('turned off before Toss has answered is registered only to be deleted', async () => {
    const person = await withCard(scene)
    await toss.fault('drop-after', { match: ISSUE })
    expect(await registerCard(ctx, person)).toMatchObject({ state: 'ISSUING' })
    await turnOffAutoTopUp(ctx, person.userId)
    await toss.advance(HOUR_MS)
    while ((await lookAfterCards(ctx)) > 0);
    expect(await rowOf(scene, person.userId)).toMatchObject({ state: 'OFF', billingKeySealed: null })
    expect(await toss.cards(person.customerKey)).toMatchObject([{ removed: true }])
    expect(await told(scene, person.userId)).toEqual([])
  })
})
