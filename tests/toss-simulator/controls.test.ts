import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newOrderId, openScene, WIDGET_CLIENT_KEY, type Scene } from './support/scene'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

describe('planting', () => {
  test('a planted payment is answered as given over the defaults, by key and by order', async () => {
    const orderId = newOrderId()
    const { json } = await scene.control('POST', '/__sim/payments', {
      orderId,
      totalAmount: 777,
      mId: 'tpocketspace',
    })
    const { json: found } = await scene.call('GET', `/v1/payments/orders/${orderId}`)
    expect(found).toEqual(json)
    expect(found).toMatchObject({ status: 'DONE', totalAmount: 777, suppliedAmount: 706, vat: 71 })
  })

  test('what Toss would refuse is planted all the same', async () => {
    const odd = {
      orderId: 'x',
      currency: 'USD',
      totalAmount: 1,
      balanceAmount: 999,
      status: 'PARTIAL_CANCELED',
    }
    await scene.control('POST', '/__sim/payments', { paymentKey: 'odd-key', ...odd })
    expect((await scene.call('GET', '/v1/payments/odd-key')).json).toMatchObject(odd)
  })

  test('a planted IN_PROGRESS payment can be confirmed', async () => {
    const { json } = await scene.control('POST', '/__sim/payments', {
      status: 'IN_PROGRESS',
      totalAmount: 5000,
    })
    const ticket = { paymentKey: json.paymentKey, orderId: json.orderId, amount: 5000 }
    expect(await scene.confirm(ticket)).toMatchObject({ status: 200, json: { status: 'DONE' } })
  })
})

describe('inspecting', () => {
  test('calls show what came in and what was answered, without keys and secrets', async () => {
    const ticket = await scene.authenticate()
    await scene.confirm(ticket, { headers: { 'idempotency-key': 'seen' } })
    const { json, text } = await scene.control('GET', '/__sim/calls')
    expect(json.items).toHaveLength(1)
    expect(json.items[0]).toMatchObject({
      at: expect.stringMatching(/\+09:00$/),
      method: 'POST',
      path: '/v1/payments/confirm',
      idempotencyKey: 'seen',
      body: ticket,
      status: 200,
      answer: { status: 'DONE', orderId: ticket.orderId },
    })
    expect(text).not.toContain('test_gsk_')
    expect(text).not.toMatch(/ps_[A-Za-z0-9]/)
    expect(text).not.toMatch(/basic /i)
  })

  test('a call whose connection was cut is there without an answer', async () => {
    const ticket = await scene.authenticate()
    await scene.control('POST', '/__sim/faults', { match: 'POST /v1/payments/confirm', fault: 'drop-before' })
    await scene.confirm(ticket).catch(() => null)
    const { json } = await scene.control('GET', '/__sim/calls')
    expect(json.items[0]).toMatchObject({ status: null, answer: null, fault: 'drop-before' })
  })

  test('the book has every payment, its transactions, totals and how many confirms took money', async () => {
    const paid = await scene.authenticate({ amount: 20000 })
    await scene.confirm(paid)
    await scene.confirm(paid)
    const open = await scene.authenticate({ amount: 7000 })
    const { json } = await scene.control('GET', '/__sim/book')
    expect(json.effectiveConfirms).toEqual({ [paid.orderId]: 1, [open.orderId]: 0 })
    expect(json.totals).toEqual({ approved: 20000, canceled: 0 })
    const item = json.items.find(
      (each: { payment: { orderId: string } }) => each.payment.orderId === paid.orderId,
    )
    expect(item).toMatchObject({ planted: false, approved: 20000, canceled: 0, effectiveConfirms: 1 })
    expect(item.transactions).toEqual([
      {
        transactionKey: item.payment.lastTransactionKey,
        status: 'DONE',
        amount: 20000,
        transactionAt: item.payment.approvedAt,
      },
    ])
  })

  test('reset forgets payments, keys, calls, faults and the clock', async () => {
    const ticket = await scene.authenticate()
    await scene.confirm(ticket)
    await scene.control('POST', '/__sim/clock', { advanceMs: 5000 })
    await scene.control('POST', '/__sim/faults', { match: 'GET /v1/payments/*', fault: 'garbage' })
    await scene.control('POST', '/__sim/reset')
    expect((await scene.control('GET', '/__sim/book')).json.items).toEqual([])
    expect((await scene.control('GET', '/__sim/calls')).json.items).toEqual([])
    expect((await scene.control('GET', '/__sim/faults')).json.items).toEqual([])
    expect((await scene.control('GET', '/__sim/clock')).json.offsetMs).toBe(0)
    expect((await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)).status).toBe(404)
  })

  test('a confirm that was running when everything was reset brings nothing back', async () => {
    const slow = await openScene({ rules: { processingMs: 150 } })
    try {
      const ticket = await slow.authenticate()
      const attempts = [slow.confirm(ticket), slow.confirm(ticket)]
      const refusedWhileRunning = await Promise.race(attempts)
      await slow.control('POST', '/__sim/reset')
      const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort()
      expect(refusedWhileRunning.status).toBe(500)
      expect(statuses).toEqual([404, 500])
      expect((await slow.control('GET', '/__sim/book')).json.items).toEqual([])
    } finally {
      await slow.close()
    }
  })

  test('an unknown control is a 404 and a broken body a 400, both with a sentence', async () => {
    expect(await scene.control('GET', '/__sim/no-such-control')).toMatchObject({ status: 404 })
    expect(await scene.control('POST', '/__sim/clock', '{')).toMatchObject({ status: 400 })
  })

  test('the front page lists the controls', async () => {
    const { text } = await scene.control('GET', '/')
    for (const control of ['authenticate', 'faults', 'clock', 'payments', 'calls', 'book', 'reset']) {
      expect(text).toContain(`/__sim/${control}`)
    }
  })
})

describe('playing the buyer', () => {
  test('takes the window that the shop opened for that order and amount', async () => {
    const orderId = newOrderId()
    const opened = await scene.control('POST', '/window', {
      clientKey: WIDGET_CLIENT_KEY,
      customerKey: 'buyer_1',
      orderId,
      orderName: '충전',
      amount: 9000,
      method: 'CARD',
      origin: 'http://localhost:3000',
    })
    const ticket = await scene.authenticate({ orderId, amount: 9000 })
    expect(ticket.paymentKey).toBe(opened.json.paymentKey)
    const { json } = await scene.control('GET', '/__sim/book')
    expect(json.items).toHaveLength(1)
  })
})

test('a seed makes invented values repeat', async () => {
  const suffixes: string[] = []
  for (let run = 0; run < 2; run++) {
    const seeded = await openScene({ seed: 'a seed' })
    suffixes.push((await seeded.authenticate()).paymentKey.slice(-5))
    await seeded.close()
  }
  expect(suffixes[0]).toBe(suffixes[1])
})
