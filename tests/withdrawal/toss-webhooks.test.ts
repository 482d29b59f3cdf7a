import { createHmac } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { tossCalls } from '@/db/schema/charge'
import { webhookEvents } from '@/db/schema/webhook'
import * as environment from '@/lib/env'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { log } from '@/lib/log'
import { readTrace } from '@/lib/member/read-trace'
import { MINUTE_MS } from '@/lib/time'
import { receiveWebhook } from '@/lib/webhook/receive'
import { replayWebhook } from '@/lib/webhook/replay'
import { sendDue } from '@/lib/withdrawal/send-due'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import { purse } from '../booking/support'
import { expectSound } from '../support/scene'
import { newKey, newOperator, request, rowOf } from './support'
import { goTo, openTossScene, payable, PERSON } from './toss-support'

const scene = await openTossScene({ webhooks: true })
const { ctx, toss, inbox } = scene
const { securityKey } = DEFAULT_MERCHANT

beforeEach(async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined)
  const settings = environment.env()
  vi.spyOn(environment, 'env').mockReturnValue({ ...settings, TOSS_SECURITY_KEY: securityKey })
  await goTo(scene, 10)
})
afterEach(() => toss.clearFaults())
afterAll(() => expectSound(scene))

/** A withdrawal that Toss has taken up. */
async function underWay() {
  const { userId } = await payable(scene, 90_000n)
  const { id } = await request(scene, userId, 50_000n)
  await sendDue(ctx)
  const payout = (await toss.payouts()).find(({ refPayoutId }) => refPayoutId === id)!
  return { userId, id, payout }
}

/** Toss does something about which it sends so many messages, which come in and are looked at. */
async function told(count: number, act: () => Promise<unknown>): Promise<void> {
  const before = inbox.count()
  await act()
  await inbox.received(before + count)
  await applyWebhooks(ctx)
}

/** The last message about a payout or seller. */
async function newest(entityId: string) {
  const about = eq(webhookEvents.entityId, entityId)
  const rows = await ctx.db.select().from(webhookEvents).where(about).orderBy(desc(webhookEvents.id)).limit(1)
  return rows[0]!
}

/** What Toss would have sent, signed with this key. */
function send(body: unknown, key = securityKey) {
  const raw = Buffer.from(JSON.stringify(body))
  const sentAt = '2026-11-30T10:00:05+09:00'
  const digest = createHmac('sha256', Buffer.from(key, 'hex'))
    .update(raw)
    .update(`:${sentAt}`)
    .digest('base64')
  const headers = new Headers({
    'tosspayments-webhook-transmission-id': newKey(),
    'tosspayments-webhook-transmission-time': sentAt,
    'tosspayments-webhook-signature': `v1:${digest}`,
  })
  return receiveWebhook(ctx, { headers, raw })
}

describe('payout.changed', () => {
  test('has Toss asked, and what Toss says is done, with no turn of the worker', async () => {
    const { id, userId, payout } = await underWay()
    await told(1, () => toss.advance(2 * MINUTE_MS))
    expect((await rowOf(scene, id)).status).toBe('COMPLETED')
    expect(await newest(payout.id)).toMatchObject({ state: 'applied', event: 'payout.changed' })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
    const { steps } = await readTrace(ctx, { operatorId: await newOperator(scene, 'support'), id })
    expect(steps.filter(({ source }) => source === 'webhook')).toMatchObject([
      { what: 'payout.changed', code: 'applied' },
    ])
  })

  test('of one that failed after all takes it back, and of one that arrived after all takes it again', async () => {
    const { id, userId, payout } = await underWay()
    await told(1, () => toss.playPayout(payout.id, 'fail'))
    expect((await rowOf(scene, id)).status).toBe('FAILED')
    await told(1, () => toss.playPayout(payout.id, 'complete'))
    expect((await rowOf(scene, id)).status).toBe('COMPLETED')
    await told(1, () => toss.playPayout(payout.id, 'return'))
    expect((await rowOf(scene, id)).status).toBe('RETURNED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
  })

  test('is never believed: one that says more than Toss does changes nothing', async () => {
    const { id, payout } = await underWay()
    await send({
      eventType: 'payout.changed',
      entityBody: { id: payout.id, refPayoutId: id, status: 'COMPLETED' },
    })
    await applyWebhooks(ctx)
    expect((await rowOf(scene, id)).status).toBe('SENDING')
    expect(await newest(payout.id)).toMatchObject({ state: 'applied' })
  })

  test('signed by somebody else is not even kept', async () => {
    const { payout } = await underWay()
    const body = { eventType: 'payout.changed', entityBody: { id: payout.id, status: 'COMPLETED' } }
    expect(await send(body, 'cd'.repeat(32))).toBe(false)
  })

  test('twenty of them have Toss asked once', async () => {
    const { id, payout } = await underWay()
    await toss.advance(2 * MINUTE_MS)
    const before = await ctx.db.$count(tossCalls, eq(tossCalls.withdrawalId, id))
    const body = { eventType: 'payout.changed', entityBody: { id: payout.id } }
    await Promise.all(Array.from({ length: 20 }, () => send(body)))
    await applyWebhooks(ctx)
    expect((await rowOf(scene, id)).status).toBe('COMPLETED')
    expect(await ctx.db.$count(tossCalls, eq(tossCalls.withdrawalId, id))).toBeLessThanOrEqual(before + 2)
  })

  test('waits while Toss does not answer', async () => {
    const { id, payout } = await underWay()
    await toss.fault('http5xx-before', { match: 'GET /v2/payouts/*', times: 50 })
    await told(1, () => toss.playPayout(payout.id, 'complete'))
    expect((await rowOf(scene, id)).status).toBe('SENDING')
    expect(await newest(payout.id)).toMatchObject({ state: 'pending', attempts: 1 })
    await toss.clearFaults()
    await toss.advance(MINUTE_MS)
    await applyWebhooks(ctx)
    expect((await rowOf(scene, id)).status).toBe('COMPLETED')
  })

  test('may be looked at once more by an operator', async () => {
    const { payout } = await underWay()
    await told(1, () => toss.playPayout(payout.id, 'complete'))
    const { id } = await newest(payout.id)
    await replayWebhook(ctx, { operatorId: await newOperator(scene, 'support'), id })
    await applyWebhooks(ctx)
    expect(await newest(payout.id)).toMatchObject({ id, state: 'applied' })
  })
})

describe('seller.changed', () => {
  test('sends at once what waited for its owner to be known', async () => {
    const { userId } = await payable(scene, 90_000n, PERSON)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ reason: 'identity' })
    const [seller] = (await toss.sellers()).slice(-1)
    await told(1, () => toss.playSeller(seller!.id, 'PARTIALLY_APPROVED'))
    expect(await newest(seller!.id)).toMatchObject({ state: 'applied', event: 'seller.changed' })
    await sendDue(ctx)
    expect((await toss.payouts()).filter(({ refPayoutId }) => refPayoutId === id)).toHaveLength(1)
  })

  test('of nobody whom we pay asks nobody', async () => {
    await send({ eventType: 'seller.changed', entityBody: { id: 'seller_nobody' } })
    await applyWebhooks(ctx)
    expect(await newest('seller_nobody')).toMatchObject({ state: 'ignored', reason: 'unknown_payout' })
  })
})
