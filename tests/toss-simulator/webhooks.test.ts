import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { advance, MINUTE_MS, openScene, type Scene, type Ticket } from './support/scene'
import { openSink, type Sink } from './support/sink'

let sink: Sink
let scene: Scene
beforeEach(async () => {
  sink = await openSink()
  scene = await openScene({ webhookUrl: sink.url })
})
afterEach(async () => {
  await scene.close()
  await sink.close()
})

async function pay(wish: Record<string, unknown> = {}): Promise<Ticket> {
  const ticket = await scene.authenticate(wish)
  await scene.confirm(ticket)
  return ticket
}

const deposit = (ticket: Ticket, body: object = {}) =>
  scene.control('POST', `/__sim/payments/${ticket.paymentKey}/deposit`, body)
const kindOf = ({ body }: { body: { eventType?: string; status?: string; data?: { status: string } } }) =>
  `${body.eventType ?? 'flat'} ${body.status ?? body.data?.status}`
const idOf = ({ headers }: { headers: Record<string, unknown> }) =>
  headers['tosspayments-webhook-transmission-id']
const settled = () => new Promise((resolve) => setTimeout(resolve, 400))

describe('Toss §5.1, §5.3, §11.1 no. 9: what is sent', () => {
  test('a captured card payment: one PAYMENT_STATUS_CHANGED with the whole payment, unsigned', async () => {
    const ticket = await pay()
    const [only, ...others] = await sink.received(1)
    expect(others).toEqual([])
    expect(only!.body).toEqual({
      eventType: 'PAYMENT_STATUS_CHANGED',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
      data: (await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)).json,
    })
    expect(only!.headers).toMatchObject({
      'content-type': 'application/json',
      'tosspayments-webhook-transmission-time': expect.stringMatching(/\+09:00$/),
      'tosspayments-webhook-transmission-retried-count': '0',
      'tosspayments-webhook-transmission-id': expect.stringMatching(/^whtrans_a[0-9a-z]{26}$/),
    })
    expect(only!.headers).not.toHaveProperty('tosspayments-webhook-signature')
  })

  test('a virtual account: two for each change, the flat one without a type and a paymentKey', async () => {
    const ticket = await pay({ method: 'VIRTUAL_ACCOUNT' })
    await sink.received(2)
    await deposit(ticket)
    await sink.received(4)
    await deposit(ticket, { undo: true })
    expect((await sink.received(6)).map(kindOf).sort()).toEqual([
      'PAYMENT_STATUS_CHANGED DONE',
      'PAYMENT_STATUS_CHANGED WAITING_FOR_DEPOSIT',
      'PAYMENT_STATUS_CHANGED WAITING_FOR_DEPOSIT',
      'flat DONE',
      'flat WAITING_FOR_DEPOSIT',
      'flat WAITING_FOR_DEPOSIT',
    ])
    const flat = sink.deliveries.find((each) => kindOf(each) === 'flat DONE')!
    const { json } = await scene.control('GET', '/__sim/book')
    expect(flat.body).toEqual({
      createdAt: expect.any(String),
      secret: json.items[0].payment.secret,
      status: 'DONE',
      transactionKey: json.items[0].transactions[1].transactionKey,
      orderId: ticket.orderId,
    })
  })

  test('ABORTED, EXPIRED and cancels are told; opening, authenticating and a due date are not', async () => {
    await scene.authenticate()
    await settled()
    expect(sink.deliveries).toEqual([])
    await pay({ decline: 'REJECT_CARD_PAYMENT' })
    await sink.received(1)
    await advance(scene, 11 * MINUTE_MS)
    await sink.received(2)
    const paid = await pay()
    await scene.control('POST', `/__sim/payments/${paid.paymentKey}/dashboard-cancel`, { amount: 1000 })
    expect((await sink.received(4)).map(kindOf)).toEqual([
      'PAYMENT_STATUS_CHANGED ABORTED',
      'PAYMENT_STATUS_CHANGED EXPIRED',
      'PAYMENT_STATUS_CHANGED DONE',
      'PAYMENT_STATUS_CHANGED PARTIAL_CANCELED',
    ])
  })
})

describe('Toss §5.1, §11.1 no. 9: delivery', () => {
  test('what is not answered with 200 is sent again after 1, 4, 16, 64, 256, 1024 and 4096 minutes, then no more', async () => {
    sink.answer = 500
    await pay()
    await sink.received(1)
    for (const [index, minutes] of [1, 4, 16, 64, 256, 1024, 4096].entries()) {
      await settled()
      await advance(scene, minutes * MINUTE_MS - 30_000)
      await settled()
      expect(sink.deliveries).toHaveLength(index + 1)
      await advance(scene, 31_000)
      await sink.received(index + 2)
    }
    await settled()
    await advance(scene, 10_000 * MINUTE_MS)
    await settled()
    const counts = sink.deliveries.map(
      ({ headers }) => headers['tosspayments-webhook-transmission-retried-count'],
    )
    expect(counts).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
    expect(new Set(sink.deliveries.map(idOf)).size).toBe(1)
    expect((await scene.control('GET', '/__sim/webhooks')).json.items[0]).toMatchObject({ state: 'failed' })
  }, 20_000)

  test('one that was answered is not sent again, but on request', async () => {
    await pay()
    const [first] = await sink.received(1)
    await advance(scene, 10_000 * MINUTE_MS)
    await settled()
    expect(sink.deliveries).toHaveLength(1)
    await scene.control('POST', `/__sim/webhooks/${idOf(first!)}/resend`)
    expect((await sink.received(2)).map(idOf)).toEqual([idOf(first!), idOf(first!)])
    expect((await scene.control('POST', '/__sim/webhooks/unknown/resend')).status).toBe(404)
  })

  test('what was on its way when the simulator ended is sent when it is back', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'toss-webhooks-'))
    const first = await openScene({ stateDir, webhookUrl: sink.url })
    sink.answer = 503
    await first.confirm(await first.authenticate())
    await sink.received(1)
    await settled()
    await first.close()
    sink.answer = 200
    const second = await openScene({ stateDir, webhookUrl: sink.url })
    try {
      await advance(second, MINUTE_MS + 1_000)
      const [before, after] = await sink.received(2)
      expect(idOf(after!)).toBe(idOf(before!))
    } finally {
      await second.close()
      rmSync(stateDir, { recursive: true })
    }
  })

  test('the list shows what was sent and how it went, without secrets', async () => {
    await pay({ method: 'VIRTUAL_ACCOUNT' })
    await sink.received(2)
    await settled()
    const { json, text } = await scene.control('GET', '/__sim/webhooks')
    expect(json.items).toHaveLength(2)
    expect(json.items[0]).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }], next: null })
    expect(text).not.toMatch(/ps_\w{10}/)
  })
})

describe('faults of webhooks', () => {
  const fault = (name: string, match = 'webhook', param?: number) =>
    scene.control('POST', '/__sim/faults', { match, fault: name, param })

  test('duplicate sends one twice, under one id', async () => {
    await fault('duplicate')
    await pay()
    const [one, two] = await sink.received(2)
    expect(idOf(one!)).toBe(idOf(two!))
  })

  test('lose never sends it', async () => {
    await fault('lose', 'webhook DEPOSIT_CALLBACK')
    await pay({ method: 'VIRTUAL_ACCOUNT' })
    await settled()
    expect(sink.deliveries.map(kindOf)).toEqual(['PAYMENT_STATUS_CHANGED WAITING_FOR_DEPOSIT'])
  })

  test('reorder lets the next one overtake', async () => {
    await fault('reorder', 'webhook PAYMENT_STATUS_CHANGED')
    const first = await pay()
    const second = await pay()
    const orders = (await sink.received(2)).map(({ body }) => body.data.orderId)
    expect(orders).toEqual([second.orderId, first.orderId])
  })

  test("late sends it so many milliseconds later by the simulator's clock", async () => {
    await fault('late', 'webhook', 3 * 24 * 60 * MINUTE_MS)
    await pay()
    await advance(scene, 3 * 24 * 60 * MINUTE_MS - MINUTE_MS)
    await settled()
    expect(sink.deliveries).toEqual([])
    await advance(scene, MINUTE_MS + 1_000)
    await sink.received(1)
  })

  test('a fault of calls is not one of webhooks', async () => {
    expect((await fault('drop-after')).status).toBe(400)
  })
})
