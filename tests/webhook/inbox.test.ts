import { createHmac, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { orders } from '@/db/schema/charge'
import { webhookEvents } from '@/db/schema/webhook'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import { getOrder } from '@/lib/charge/read'
import * as environment from '@/lib/env'
import { applyWebhooks } from '@/lib/flows/apply-webhooks'
import { newOrderId } from '@/lib/ids'
import { removeExpired } from '@/lib/jobs/remove-expired'
import { readHistory } from '@/lib/ledger/read'
import { log } from '@/lib/log'
import { DAY_MS, SECOND_MS } from '@/lib/time'
import { receiveWebhook } from '@/lib/webhook/receive'
import { replayWebhook } from '@/lib/webhook/replay'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx, toss } = scene

beforeEach(() => void vi.spyOn(log, 'error').mockImplementation(() => undefined))
afterEach(async () => {
  vi.restoreAllMocks()
  await toss.clearFaults()
  await expectSound(scene)
})

type Sent = { body: unknown; id?: string | null; headers?: Record<string, string> }

/** What stands in the inbox after somebody has sent this. */
async function send({ body, id = `whtrans_a${randomUUID()}`, headers = {} }: Sent) {
  const raw = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const transmission: Record<string, string> = id ? { 'tosspayments-webhook-transmission-id': id } : {}
  const kept = await receiveWebhook(ctx, { headers: new Headers({ ...transmission, ...headers }), raw })
  const rows = id ? await ctx.db.select().from(webhookEvents).where(eq(webhookEvents.transmissionId, id)) : []
  return { kept, rows, row: rows[0] }
}

const statusChanged = (orderId: string, more: object = {}) => ({
  eventType: 'PAYMENT_STATUS_CHANGED',
  data: { orderId, status: 'DONE', ...more },
})
const stateOf = async (id: string) =>
  (await ctx.db.select().from(webhookEvents).where(eq(webhookEvents.id, id)))[0]!

const sixSecondsPass = () => toss.advance(6 * SECOND_MS)

/** An order whose deposit has come, of which we do not know yet. */
async function deposited() {
  const order = await paidOrder(scene, 10_000n, undefined, 'VIRTUAL_ACCOUNT')
  await confirmCharge(ctx, order)
  await toss.deposit(order.paymentKey)
  const [row] = await ctx.db.select().from(orders).where(eq(orders.id, order.orderId))
  const callback = { secret: ctx.sealer.open(row!.secretSealed!), status: 'DONE', orderId: order.orderId }
  const status = async () => (await getOrder(ctx, order.userId, order.orderId)).status
  return { ...order, callback, status }
}

describe('the inbox', () => {
  test('keeps what came as it came, encrypted, and asks nobody', async () => {
    const { orderId, callback } = await deposited()
    const asked = await toss.queries(orderId)
    const { kept, row } = await send({ body: callback })
    expect(kept).toBe(true)
    expect(row).toMatchObject({
      event: 'DEPOSIT_CALLBACK',
      orderId,
      state: 'pending',
      dueAt: row!.receivedAt,
    })
    expect(ctx.sealer.open(row!.bodySealed)).toBe(JSON.stringify(callback))
    expect(JSON.stringify(row)).not.toContain(callback.secret)
    expect(await toss.queries(orderId)).toBe(asked)
    await applyWebhooks(ctx)
  })

  test('keeps a transmission once, however often and at once it comes', async () => {
    const { callback } = await deposited()
    const id = `whtrans_a${randomUUID()}`
    const sent = await Promise.all(Array.from({ length: 20 }, () => send({ body: callback, id })))
    expect(sent.every(({ kept }) => kept)).toBe(true)
    expect((await send({ body: callback, id })).rows).toHaveLength(1)
    await applyWebhooks(ctx)
  })

  test('keeps one without an id by its content, once', async () => {
    const body = statusChanged(newOrderId())
    await send({ body, id: null })
    await send({ body, id: null, headers: { 'tosspayments-webhook-transmission-id': 'x'.repeat(5_000) } })
    const rows = await ctx.db.select().from(webhookEvents).where(eq(webhookEvents.orderId, body.data.orderId))
    expect(rows).toHaveLength(1)
    await applyWebhooks(ctx)
  })

  test.each([
    ['what is not JSON', 'no JSON', 'unreadable'],
    ['what is nobody’s envelope', { hello: 1 }, 'unreadable'],
    ['an order that cannot be ours', statusChanged('short'), 'unknown_order'],
    ['another shop', statusChanged(newOrderId(), { mId: 'another' }), 'another_shop'],
    ['an event about no payment', { eventType: 'BILLING_DELETED', data: {} }, 'not_about_a_payment'],
  ])('keeps %s, and does nothing about it', async (_, body, reason) => {
    const { kept, row } = await send({ body })
    expect(kept).toBe(true)
    expect(row).toMatchObject({ state: 'ignored', reason, dueAt: null })
  })

  test('forgets what it ignored after a week, and what it applied after three months', async () => {
    const ignored = (await send({ body: 'no JSON' })).row!
    const { callback } = await deposited()
    const applied = (await send({ body: callback })).row!
    await applyWebhooks(ctx)
    const left = async (days: number) => {
      await removeExpired({ ...ctx, now: () => new Date(ctx.now().getTime() + days * DAY_MS) })
      return Promise.all([ignored, applied].map(async ({ id }) => Boolean(await stateOf(id))))
    }
    expect(await left(6)).toEqual([true, true])
    expect(await left(8)).toEqual([false, true])
    expect(await left(91)).toEqual([false, false])
  })
})

describe('a signed event', () => {
  const KEY = 'ab'.repeat(32)
  const sentAt = '2026-11-22T10:00:05+09:00'
  const body = { eventType: 'payout.changed', eventId: 'e1', entityBody: { id: 'FPA_1' } }
  const signature = (by = KEY) =>
    `v1:${createHmac('sha256', Buffer.from(by, 'hex'))
      .update(`${JSON.stringify(body)}:${sentAt}`)
      .digest('base64')}`
  const headers = (signed: string) => ({
    'tosspayments-webhook-transmission-time': sentAt,
    'tosspayments-webhook-signature': signed,
  })

  beforeEach(() => {
    const settings = environment.env()
    vi.spyOn(environment, 'env').mockReturnValue({ ...settings, TOSS_SECURITY_KEY: KEY })
  })

  test('waits to be looked at; about what we do not know nobody is asked', async () => {
    const { kept, row } = await send({ body, headers: headers(signature()) })
    expect(kept).toBe(true)
    expect(row).toMatchObject({ event: 'payout.changed', eventId: 'e1', entityId: 'FPA_1', state: 'pending' })
    await applyWebhooks(ctx)
    expect(await stateOf(row!.id)).toMatchObject({ state: 'ignored', reason: 'unknown_payout' })
  })

  test('is kept while the key is being changed and only one of two signatures is by ours', async () => {
    const both = `${signature('cd'.repeat(32))},${signature()}`
    expect(await send({ body, headers: headers(both) })).toMatchObject({ kept: true })
    await applyWebhooks(ctx)
  })

  test.each([
    ['signed by nobody', {}],
    ['signed by somebody else', headers(signature('cd'.repeat(32)))],
    ['signed without a time', { 'tosspayments-webhook-signature': signature() }],
  ])('%s is refused and not kept', async (_, forged) => {
    expect(await send({ body, headers: forged as Record<string, string> })).toMatchObject({
      kept: false,
      rows: [],
    })
  })
})

describe('a webhook about a payment', () => {
  test('has Toss asked, and what Toss says is done', async () => {
    const { callback, userId, status } = await deposited()
    const { row } = await send({ body: callback })
    await applyWebhooks(ctx)
    expect(await status()).toBe('DONE')
    expect(await stateOf(row!.id)).toMatchObject({ state: 'applied', dueAt: null })
    expect((await readHistory(ctx, { userId })).items).toHaveLength(1)
  })

  test('twenty of them, in both shapes and any order, have Toss asked once and credit once', async () => {
    const { callback, orderId, userId, status } = await deposited()
    const asked = await toss.queries(orderId)
    const waiting = { ...callback, status: 'WAITING_FOR_DEPOSIT' }
    const bodies = [callback, statusChanged(orderId), waiting, statusChanged(orderId, { status: 'CANCELED' })]
    const sent = await Promise.all(Array.from({ length: 20 }, (_, n) => send({ body: bodies[n % 4]! })))
    await Promise.all([applyWebhooks(ctx), applyWebhooks(ctx)])
    await sixSecondsPass()
    await applyWebhooks(ctx)
    expect(await status()).toBe('DONE')
    expect(await toss.queries(orderId)).toBeLessThanOrEqual(asked + 2)
    expect((await readHistory(ctx, { userId })).items).toHaveLength(1)
    for (const { row } of sent) expect(await stateOf(row!.id)).toMatchObject({ state: 'applied' })
  })

  test('that is forged for an order nobody has paid changes nothing, and does not end its window', async () => {
    const { userId } = await newRenter(scene)
    const { orderId } = await createOrder(ctx, { userId, amount: 10_000n })
    await send({ body: statusChanged(orderId) })
    await applyWebhooks(ctx)
    expect(await getOrder(ctx, userId, orderId)).toMatchObject({ status: 'READY' })
    const paymentKey = await toss.authenticate(orderId, 10_000n)
    await sixSecondsPass()
    await send({ body: statusChanged(orderId) })
    await applyWebhooks(ctx)
    expect(await confirmCharge(ctx, { userId, orderId, paymentKey, amount: 10_000n })).toMatchObject({
      status: 'DONE',
    })
  })

  test('of an order that we do not know asks nobody', async () => {
    const orderId = newOrderId()
    const { row } = await send({ body: statusChanged(orderId) })
    await applyWebhooks(ctx)
    expect(await stateOf(row!.id)).toMatchObject({ state: 'ignored', reason: 'unknown_order' })
    expect(await toss.queries(orderId)).toBe(0)
  })

  test.each([
    ['a wrong', 'ps_wrong'],
    ['a long', 'x'.repeat(10_000)],
  ])('with %s secret asks nobody', async (_, secret) => {
    const { callback, orderId, status } = await deposited()
    const asked = await toss.queries(orderId)
    const { row } = await send({ body: { ...callback, secret } })
    await applyWebhooks(ctx)
    expect(await stateOf(row!.id)).toMatchObject({ state: 'rejected', reason: 'wrong_secret' })
    expect(await toss.queries(orderId)).toBe(asked)
    expect(await status()).toBe('WAITING_FOR_DEPOSIT')
  })

  test('asks about one order no more often than every five seconds, and loses no word of it', async () => {
    const { orderId } = await deposited()
    const asked = await toss.queries(orderId)
    for (let second = 0; second < 10; second++) {
      await send({ body: statusChanged(orderId) })
      await applyWebhooks(ctx)
      await toss.advance(SECOND_MS)
    }
    expect(await toss.queries(orderId)).toBe(asked + 2)
    await sixSecondsPass()
    await applyWebhooks(ctx)
    const waiting = await ctx.db.select().from(webhookEvents).where(eq(webhookEvents.state, 'pending'))
    expect(waiting).toEqual([])
  })

  test('waits while Toss does not answer, and is applied once it does', async () => {
    const { callback, status } = await deposited()
    const { row } = await send({ body: callback })
    await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*', times: 100 })
    for (let turn = 0; turn < 4; turn++) {
      await applyWebhooks(ctx)
      await toss.advance(60 * SECOND_MS)
    }
    expect(await stateOf(row!.id)).toMatchObject({ state: 'pending' })
    await toss.clearFaults()
    await applyWebhooks(ctx)
    expect(await status()).toBe('DONE')
  })

  test('left by a worker that died is taken up by another within a minute', async () => {
    const { callback, status } = await deposited()
    await send({ body: callback })
    await applyWebhooks({
      ...ctx,
      toss: { ...ctx.toss, findByOrder: () => Promise.reject(new Error('died')) },
    })
    expect(await status()).toBe('WAITING_FOR_DEPOSIT')
    await toss.advance(60 * SECOND_MS)
    await applyWebhooks(ctx)
    expect(await status()).toBe('DONE')
  })

  test('three days and nineteen hours late still credits what has lapsed here', async () => {
    const { callback, status, orderId } = await deposited()
    await ctx.db.update(orders).set({ status: 'EXPIRED', nextCheckAt: null }).where(eq(orders.id, orderId))
    await toss.advance(4 * DAY_MS)
    await send({ body: callback })
    await applyWebhooks(ctx)
    expect(await status()).toBe('DONE')
  })
})

describe('replaying', () => {
  test('has Toss asked once more, and does nothing twice', async () => {
    const { callback, orderId, userId } = await deposited()
    const { row } = await send({ body: callback })
    await applyWebhooks(ctx)
    await sixSecondsPass()
    const asked = await toss.queries(orderId)
    await replayWebhook(ctx, { operatorId: await newOperator(scene, 'support'), id: row!.id })
    await applyWebhooks(ctx)
    expect(await toss.queries(orderId)).toBe(asked + 1)
    expect(await stateOf(row!.id)).toMatchObject({ state: 'applied' })
    expect((await readHistory(ctx, { userId })).items).toHaveLength(1)
  })

  test('is not to be had of what is not about a payment, or not there', async () => {
    const { row } = await send({ body: 'no JSON' })
    const operatorId = await newOperator(scene, 'admin')
    for (const id of [row!.id, randomUUID(), 'x']) {
      await expect(replayWebhook(ctx, { operatorId, id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })

  test('is for those who may, and nobody else', async () => {
    const { callback, userId } = await deposited()
    const { row } = await send({ body: callback })
    for (const operatorId of [userId, await newOperator(scene, 'viewer', 'auditor')]) {
      const refused = replayWebhook(ctx, { operatorId, id: row!.id })
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })
})
