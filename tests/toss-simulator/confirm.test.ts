import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newOrderId, openScene, WIDGET_CLIENT_KEY, type Scene } from './support/scene'

let scene: Scene
let slow: Scene
beforeAll(async () => {
  scene = await openScene()
  slow = await openScene({ rules: { processingMs: 150 } })
})
afterAll(async () => {
  await scene.close()
  await slow.close()
})

async function effectiveConfirms(of: Scene, orderId: string): Promise<number> {
  return (await of.control('GET', '/__sim/book')).json.effectiveConfirms[orderId]
}

describe('Toss §2.2, §11.1 no. 2: nothing is captured until confirm', () => {
  test('after the buyer authenticated the payment is IN_PROGRESS and has no approval', async () => {
    const ticket = await scene.authenticate()
    const { json } = await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)
    expect(json).toMatchObject({
      status: 'IN_PROGRESS',
      approvedAt: null,
      lastTransactionKey: null,
      receipt: null,
    })
    expect(await effectiveConfirms(scene, ticket.orderId)).toBe(0)
  })

  test('confirm takes the money once and answers the payment', async () => {
    const ticket = await scene.authenticate()
    expect(await scene.confirm(ticket)).toMatchObject({
      status: 200,
      json: { status: 'DONE', paymentKey: ticket.paymentKey, orderId: ticket.orderId, totalAmount: 33000 },
    })
    expect(await effectiveConfirms(scene, ticket.orderId)).toBe(1)
  })

  test('the older address POST /v1/payments/{paymentKey} confirms too', async () => {
    const { paymentKey, orderId, amount } = await scene.authenticate()
    const reply = await scene.call('POST', `/v1/payments/${paymentKey}`, { body: { orderId, amount } })
    expect(reply).toMatchObject({ status: 200, json: { status: 'DONE', paymentKey } })
  })

  test('an amount as numeric text is accepted, as the official samples send it (§11.1 no. 17)', async () => {
    const ticket = await scene.authenticate({ amount: 50000 })
    const reply = await scene.call('POST', '/v1/payments/confirm', { body: { ...ticket, amount: '50000' } })
    expect(reply).toMatchObject({ status: 200, json: { totalAmount: 50000 } })
  })

  test('a query by order answers the same payment as one by payment key', async () => {
    const ticket = await scene.authenticate()
    await scene.confirm(ticket)
    const byKey = await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)
    const byOrder = await scene.call('GET', `/v1/payments/orders/${ticket.orderId}`)
    expect(byOrder.text).toBe(byKey.text)
  })
})

describe('Toss §3.2, §11.1 no. 2 and 16: which error a wrong confirm gets', () => {
  test('a second confirm is 400 ALREADY_PROCESSED_PAYMENT and takes nothing', async () => {
    const ticket = await scene.authenticate()
    await scene.confirm(ticket)
    expect(await scene.confirm(ticket)).toMatchObject({
      status: 400,
      json: { code: 'ALREADY_PROCESSED_PAYMENT', message: '이미 처리된 결제 입니다.' },
    })
    expect(await effectiveConfirms(scene, ticket.orderId)).toBe(1)
  })

  test('an unknown payment key is 404 NOT_FOUND_PAYMENT_SESSION', async () => {
    const ticket = await scene.authenticate()
    expect(await scene.confirm({ ...ticket, paymentKey: 'tpock20260101000000zzzzz' })).toMatchObject({
      status: 404,
      json: {
        code: 'NOT_FOUND_PAYMENT_SESSION',
        message: '결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다.',
      },
    })
  })

  test('another order id is 403 FORBIDDEN_REQUEST and leaves the payment as it was', async () => {
    const ticket = await scene.authenticate()
    expect(await scene.confirm({ ...ticket, orderId: newOrderId() })).toMatchObject({
      status: 403,
      json: { code: 'FORBIDDEN_REQUEST', message: '허용되지 않은 요청입니다.' },
    })
    expect((await scene.confirm(ticket)).status).toBe(200)
  })

  test('another amount is refused with 400 INVALID_REQUEST and takes nothing', async () => {
    const ticket = await scene.authenticate()
    expect(await scene.confirm({ ...ticket, amount: ticket.amount + 1 })).toMatchObject({
      status: 400,
      json: { code: 'INVALID_REQUEST', message: '잘못된 요청입니다.' },
    })
    expect(await effectiveConfirms(scene, ticket.orderId)).toBe(0)
  })

  test('a window that nobody authenticated in is 404 NOT_FOUND_PAYMENT_SESSION', async () => {
    const { json } = await scene.control('POST', '/__sim/payments', { status: 'READY', totalAmount: 1000 })
    const ticket = { paymentKey: json.paymentKey, orderId: json.orderId, amount: 1000 }
    expect((await scene.confirm(ticket)).json.code).toBe('NOT_FOUND_PAYMENT_SESSION')
  })

  test.each([
    ['no payment key', { orderId: 'order_12345', amount: 1000 }],
    ['no order id', { paymentKey: 'k', amount: 1000 }],
    ['no amount', { paymentKey: 'k', orderId: 'order_12345' }],
    ['an amount in words', { paymentKey: 'k', orderId: 'order_12345', amount: 'a lot' }],
    ['a fraction of a won', { paymentKey: 'k', orderId: 'order_12345', amount: 10.5 }],
    [
      'a payment key beyond 200 characters',
      { paymentKey: 'k'.repeat(201), orderId: 'order_12345', amount: 1000 },
    ],
    ['a list', []],
    ['no JSON', '{'],
  ])('%s is 400 INVALID_REQUEST', async (_name, body) => {
    const reply = await scene.call('POST', '/v1/payments/confirm', { body })
    expect(reply).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } })
  })

  test('an order that was already paid by another payment is 400 DUPLICATED_ORDER_ID', async () => {
    const orderId = newOrderId()
    const first = await scene.authenticate({ orderId })
    const second = await scene.authenticate({ orderId })
    expect(second.paymentKey).not.toBe(first.paymentKey)
    await scene.confirm(first)
    expect(await scene.confirm(second)).toMatchObject({ status: 400, json: { code: 'DUPLICATED_ORDER_ID' } })
    const { json } = await scene.call('GET', `/v1/payments/orders/${orderId}`)
    expect(json.paymentKey).toBe(first.paymentKey)
  })

  test('two payments of one order confirmed at the same moment: one is taken', async () => {
    const orderId = newOrderId()
    const first = await slow.authenticate({ orderId })
    const second = await slow.authenticate({ orderId })
    const replies = await Promise.all([slow.confirm(first), slow.confirm(second)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400])
    expect(await effectiveConfirms(slow, orderId)).toBe(1)
  })

  test.each([
    ['CARD', 99],
    ['TRANSFER', 199],
  ])('%s below its minimum (%i won) is 400 BELOW_MINIMUM_AMOUNT', async (method, amount) => {
    const below = await scene.authenticate({ method, amount })
    expect((await scene.confirm(below)).json.code).toBe('BELOW_MINIMUM_AMOUNT')
    const enough = await scene.authenticate({ method, amount: amount + 1 })
    expect((await scene.confirm(enough)).status).toBe(200)
  })

  test('a refusal of the card company makes the payment ABORTED for good', async () => {
    const ticket = await scene.authenticate({ decline: 'REJECT_CARD_PAYMENT' })
    expect(await scene.confirm(ticket)).toMatchObject({
      status: 403,
      json: { code: 'REJECT_CARD_PAYMENT', message: '한도초과 혹은 잔액부족으로 결제에 실패했습니다.' },
    })
    const { json } = await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)
    expect(json).toMatchObject({
      status: 'ABORTED',
      approvedAt: null,
      failure: { code: 'REJECT_CARD_PAYMENT' },
    })
    expect((await scene.confirm(ticket)).json.code).toBe('ALREADY_PROCESSED_PAYMENT')
    expect(await effectiveConfirms(scene, ticket.orderId)).toBe(0)
  })
})

describe('Toss §9, §11.1 no. 4: a confirm while another one of that payment runs', () => {
  test('without an idempotency key it is 500 with the text of S008, and the first one still succeeds', async () => {
    const ticket = await slow.authenticate()
    const replies = await Promise.all([slow.confirm(ticket), slow.confirm(ticket)])
    const [done, refused] = replies.sort((a, b) => a.status - b.status)
    expect(done).toMatchObject({ status: 200, json: { status: 'DONE' } })
    expect(refused).toMatchObject({
      status: 500,
      json: {
        code: 'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING',
        message: '[S008] 기존 요청을 처리중입니다.',
      },
    })
  })

  test('fifty at once take the money once', async () => {
    const ticket = await slow.authenticate()
    const replies = await Promise.all(Array.from({ length: 50 }, () => slow.confirm(ticket)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await effectiveConfirms(slow, ticket.orderId)).toBe(1)
  })
})

describe('Toss §3.2, §11.1 no. 16: queries', () => {
  test.each([['/v1/payments/no-such-key'], ['/v1/payments/orders/no-such-order']])(
    '%s is 404 NOT_FOUND_PAYMENT',
    async (path) => {
      expect(await scene.call('GET', path)).toMatchObject({
        status: 404,
        json: { code: 'NOT_FOUND_PAYMENT' },
      })
    },
  )

  test('a failed payment does not hide the one that was approved later for the same order', async () => {
    const orderId = newOrderId()
    await scene.confirm(await scene.authenticate({ orderId, decline: 'REJECT_CARD_COMPANY' }))
    const second = await scene.authenticate({ orderId, clientKey: WIDGET_CLIENT_KEY })
    await scene.confirm(second)
    const { json } = await scene.call('GET', `/v1/payments/orders/${orderId}`)
    expect(json).toMatchObject({ status: 'DONE', paymentKey: second.paymentKey })
  })
})
