import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SCENARIOS } from '@/toss-simulator/scenarios/catalog'
import { API_CLIENT_KEY, API_SECRET_KEY, openScene, type Scene } from './support/scene'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

const waiting = async () => (await scene.control('GET', '/__sim/faults')).json.items

describe('a scenario', () => {
  test('is listed with what happens and how it must end', async () => {
    const { json } = await scene.control('GET', '/__sim/scenarios')
    expect(json.items).toEqual(SCENARIOS)
    expect(new Set(SCENARIOS.map(({ title }) => title)).size).toBe(SCENARIOS.length)
  })

  test.each(SCENARIOS.map(({ id }) => id))('%s sets faults that the simulator knows', async (id) => {
    expect((await scene.control('POST', `/__sim/scenarios/${id}`)).status).toBe(200)
    const scenario = SCENARIOS.find((each) => each.id === id)!
    expect(await waiting()).toMatchObject(
      scenario.faults.map(({ match, fault }) => ({ match, fault, scenario: id })),
    )
  })

  test('is over once its request has come', async () => {
    await scene.control('POST', '/__sim/scenarios/confirm-error-before')
    const ticket = await scene.authenticate()
    expect((await scene.confirm(ticket)).status).toBe(500)
    expect((await scene.confirm(ticket)).status).toBe(200)
  })

  test('happens as often as it is told', async () => {
    await scene.control('POST', '/__sim/scenarios/confirm-error-before', { times: 2 })
    const ticket = await scene.authenticate()
    for (const status of [500, 500, 200]) expect((await scene.confirm(ticket)).status).toBe(status)
  })

  test('that nobody wrote is refused', async () => {
    expect((await scene.control('POST', '/__sim/scenarios/unheard-of')).status).toBe(404)
    expect(await waiting()).toEqual([])
  })
})

describe('declining', () => {
  test('a fault declines the next confirm for good, as a card company does', async () => {
    const ticket = await scene.authenticate()
    await scene.control('POST', '/__sim/scenarios/confirm-declined')
    expect(await scene.confirm(ticket)).toMatchObject({ status: 403, json: { code: 'REJECT_CARD_PAYMENT' } })
    expect((await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)).json.status).toBe('ABORTED')
  })

  test('any documented code can be given to a payment that waits', async () => {
    const ticket = await scene.authenticate()
    const decline = (code: unknown) =>
      scene.control('POST', `/__sim/payments/${ticket.paymentKey}/decline`, { code })
    expect((await decline('MADE_UP')).status).toBe(400)
    expect((await decline('INVALID_CARD_LOST_OR_STOLEN')).status).toBe(200)
    expect((await scene.confirm(ticket)).json.code).toBe('INVALID_CARD_LOST_OR_STOLEN')
    expect((await decline('REJECT_CARD_PAYMENT')).status).toBe(400)
  })

  test('a wish made while the window is open survives the buyer’s approval', async () => {
    const order = { orderId: 'waits_in_window', amount: 33_000, orderName: '충전', customerKey: 'buyer_1' }
    const { json: opened } = await scene.call('POST', '/window', {
      body: { clientKey: API_CLIENT_KEY, method: 'CARD', origin: 'http://localhost:3000', ...order },
    })
    await scene.control('POST', `/__sim/payments/${opened.paymentKey}/decline`, {
      code: 'REJECT_CARD_PAYMENT',
    })
    const ticket = await scene.authenticate({ ...order, clientKey: API_CLIENT_KEY })
    expect(ticket.paymentKey).toBe(opened.paymentKey)
    const { json } = await scene.confirm(ticket, { key: API_SECRET_KEY })
    expect(json.code).toBe('REJECT_CARD_PAYMENT')
  })

  test.each([
    ['a code that Toss does not document', { match: 'POST /v1/payments/confirm', fault: 'decline:MADE_UP' }],
    ['a cancel', { match: 'POST /v1/payments/*/cancel', fault: 'decline:REJECT_CARD_PAYMENT' }],
  ])('%s cannot be declined with', async (_, fault) => {
    expect((await scene.control('POST', '/__sim/faults', fault)).status).toBe(400)
  })
})

describe('the lab', () => {
  test('offers every scenario, and says which are waiting', async () => {
    const page = async () => (await scene.call('GET', '/lab')).text
    for (const { id, title } of SCENARIOS) {
      expect(await page()).toContain(`POST /__sim/scenarios/${id}`)
      expect(await page()).toContain(title)
    }
    await scene.control('POST', '/__sim/scenarios/toss-down')
    expect(await page()).not.toContain('POST /__sim/scenarios/toss-down')
    expect(await page()).toContain('요청을 기다려요')
  })

  test('shows what others typed as text, never as a page', async () => {
    await scene.control('POST', '/__sim/payments', { orderName: '<img src=x onerror=alert(1)>' })
    expect((await scene.call('GET', '/lab')).text).not.toContain('<img')
  })
})
