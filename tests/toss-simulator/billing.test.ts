import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { API_CLIENT_KEY, API_SECRET_KEY, newOrderId, openScene, type Scene } from './support/scene'

let scene: Scene
beforeEach(async () => {
  scene = await openScene({ webhookUrl: 'http://127.0.0.1:9/never' })
})
afterEach(() => scene.close())

const api = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  scene.call(method, path, { key: API_SECRET_KEY, body, headers })

async function authKey(wish: Record<string, unknown> = {}): Promise<string> {
  const body = { clientKey: API_CLIENT_KEY, customerKey: 'customer_1', ...wish }
  return (await scene.control('POST', '/__sim/billing/authenticate', body)).json.authKey
}

const issue = (given: string, customerKey = 'customer_1') =>
  api('POST', '/v1/billing/authorizations/issue', { authKey: given, customerKey })

async function billingKey(wish: Record<string, unknown> = {}): Promise<string> {
  return (await issue(await authKey(wish))).json.billingKey
}

const CARD = {
  customerKey: 'customer_1',
  cardNumber: '9410001234567890',
  cardExpirationYear: '30',
  cardExpirationMonth: '12',
  customerIdentityNumber: '900101',
  cardPassword: '12',
}
const issueByCard = (fields: Record<string, unknown> = {}) =>
  api('POST', '/v1/billing/authorizations/card', { ...CARD, ...fields })

const charge = (key: string, fields: Record<string, unknown> = {}, headers?: Record<string, string>) =>
  api(
    'POST',
    `/v1/billing/${encodeURIComponent(key)}`,
    { amount: 30_000, customerKey: 'customer_1', orderId: newOrderId(), orderName: '자동충전', ...fields },
    headers,
  )

const remove = (key: string) => api('DELETE', `/v1/billing/${encodeURIComponent(key)}`)

describe('Toss §3.3, §11.1 no. 15: a billing key', () => {
  test('is issued for an authKey, as a Billing object with the customer and the card', async () => {
    const { status, json } = await issue(await authKey({ cardCompany: '61' }))
    expect(status).toBe(200)
    expect(json).toMatchObject({
      mId: 'tpocketspace',
      customerKey: 'customer_1',
      authenticatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/),
      method: '카드',
      billingKey: expect.stringMatching(/^[A-Za-z0-9+/]{10,199}=$/),
      card: { issuerCode: '61', acquirerCode: '61', cardType: '신용', ownerType: '개인' },
      transfers: null,
      easyPay: null,
    })
    expect(json.card.number).toMatch(/\*/)
  })

  test('is issued once for an authKey; a bogus one is 404 NOT_FOUND_BILLING', async () => {
    const given = await authKey()
    expect((await issue(given)).status).toBe(200)
    expect(await issue(given)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND_BILLING' } })
    expect(await issue('bln_bogus')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND_BILLING' } })
  })

  test('is issued again for the same Idempotency-Key, to the byte (§6)', async () => {
    const body = { authKey: await authKey(), customerKey: 'customer_1' }
    const ask = () =>
      api('POST', '/v1/billing/authorizations/issue', body, { 'idempotency-key': 'issue-1234567890' })
    const first = await ask()
    expect(first.status).toBe(200)
    expect((await ask()).text).toBe(first.text)
  })

  test('belongs to its customer: issue and charge for another are 400 NOT_MATCHES_CUSTOMER_KEY', async () => {
    const refused = { status: 400, json: { code: 'NOT_MATCHES_CUSTOMER_KEY' } }
    expect(await issue(await authKey(), 'customer_2')).toMatchObject(refused)
    expect(await charge(await billingKey(), { customerKey: 'customer_2' })).toMatchObject(refused)
  })

  test.each(['authKey', 'customerKey'])('is not issued without %s: 400 INVALID_REQUEST', async (field) => {
    const body = { authKey: 'bln_1', customerKey: 'customer_1', [field]: undefined }
    const reply = await api('POST', '/v1/billing/authorizations/issue', body)
    expect(reply).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } })
  })

  test('takes money at once: DONE, of type BILLING, with a secret', async () => {
    const orderId = newOrderId()
    const { status, json } = await charge(await billingKey({ cardCompany: '11' }), { orderId })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      orderId,
      status: 'DONE',
      type: 'BILLING',
      method: '카드',
      totalAmount: 30_000,
      vat: 2727,
      approvedAt: expect.any(String),
      secret: expect.stringMatching(/^ps_/),
      card: { issuerCode: '11', amount: 30_000 },
    })
    const found = await api('GET', `/v1/payments/orders/${orderId}`)
    expect(found.json).toEqual(json)
  })

  test('tells nobody of a charge, but of its cancel (§2.1)', async () => {
    const { json } = await charge(await billingKey())
    expect((await scene.control('GET', '/__sim/webhooks')).json.items).toEqual([])
    await api('POST', `/v1/payments/${json.paymentKey}/cancel`, { cancelReason: '환불' })
    const { items } = (await scene.control('GET', '/__sim/webhooks')).json
    expect(items).toMatchObject([{ event: 'PAYMENT_STATUS_CHANGED' }])
  })

  test('is found by the raw "=" and by "%3D" (§11.1 no. 17)', async () => {
    const key = await billingKey()
    const body = { amount: 1000, customerKey: 'customer_1', orderName: '자동충전' }
    for (const path of [`/v1/billing/${key}`, `/v1/billing/${key.replace('=', '%3D')}`])
      expect((await api('POST', path, { ...body, orderId: newOrderId() })).status).toBe(200)
  })

  test('takes an order once: then 400 DUPLICATED_ORDER_ID, also when cancelled since (§9)', async () => {
    const key = await billingKey()
    const orderId = newOrderId()
    const { json } = await charge(key, { orderId })
    const refused = { status: 400, json: { code: 'DUPLICATED_ORDER_ID' } }
    expect(await charge(key, { orderId })).toMatchObject(refused)
    await api('POST', `/v1/payments/${json.paymentKey}/cancel`, { cancelReason: '환불' })
    expect(await charge(key, { orderId })).toMatchObject(refused)
  })

  test('takes money once for one Idempotency-Key, whatever the body says then (§6)', async () => {
    const key = await billingKey()
    const headers = { 'idempotency-key': 'charge-1234567890' }
    const first = await charge(key, {}, headers)
    expect((await charge(key, { amount: 99_000 }, headers)).text).toBe(first.text)
    expect((await scene.control('GET', '/__sim/book')).json.totals).toEqual({ approved: 30_000, canceled: 0 })
  })

  test('once deleted, by a 200 with an empty body, is 400 ALREADY_REMOVED_BILLING_KEY for all', async () => {
    const key = await billingKey()
    expect(await remove(key)).toMatchObject({ status: 200, text: '' })
    const refused = { status: 400, json: { code: 'ALREADY_REMOVED_BILLING_KEY' } }
    expect(await charge(key)).toMatchObject(refused)
    expect(await remove(key)).toMatchObject(refused)
  })

  test.each([
    ['nobody has', 'INVALID_BILL_KEY_REQUEST', (key: string) => charge(`x${key}`)],
    ['of less than 100 won', 'BELOW_MINIMUM_AMOUNT', (key: string) => charge(key, { amount: 99 })],
    [
      'of an order id that is too short',
      'INVALID_ORDER_ID',
      (key: string) => charge(key, { orderId: 'abc' }),
    ],
    ['without an order name', 'INVALID_REQUEST', (key: string) => charge(key, { orderName: undefined })],
    [
      'in instalments below 50,000 won',
      'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT',
      (key: string) => charge(key, { cardInstallmentPlan: 2 }),
    ],
  ])('does not charge what is %s: %s', async (_what, code, act) => {
    expect(await act(await billingKey())).toMatchObject({ status: 400, json: { code } })
  })

  test('answers with any code of TossPayments-Test-Code on a charge (§8)', async () => {
    const headers = { 'TossPayments-Test-Code': 'REJECT_CARD_PAYMENT' }
    const reply = await charge('any-key', {}, headers)
    expect(reply).toMatchObject({ status: 403, json: { code: 'REJECT_CARD_PAYMENT' } })
  })

  test("needs the API's keys: the widget's pair has no billing (§1.1)", async () => {
    const reply = await scene.call('POST', '/v1/billing/authorizations/issue', {
      body: { authKey: await authKey(), customerKey: 'customer_1' },
    })
    expect(reply).toMatchObject({ status: 400, json: { code: 'NOT_SUPPORTED_METHOD' } })
  })
})

describe('Toss §8, §11.1 no. 15: a card whose details a shop sends', () => {
  test('9410001234567890 is issued and charged: Hana, 신용, 개인', async () => {
    const { json } = await issueByCard()
    expect(json.card).toMatchObject({ issuerCode: '21', cardType: '신용', ownerType: '개인' })
    expect((await charge(json.billingKey)).json).toMatchObject({ status: 'DONE', card: { issuerCode: '21' } })
  })

  test('of BIN 490625 is BC, and charged', async () => {
    const { json } = await issueByCard({ cardNumber: '4906251234567890' })
    expect(json.card.issuerCode).toBe('31')
    expect((await charge(json.billingKey)).status).toBe(200)
  })

  test.each(['4330121234567890', '5520221234567890'])(
    '%s is issued as 미확인, and charging it is 400 NOT_SUPPORTED_CARD_TYPE',
    async (cardNumber) => {
      const { json } = await issueByCard({ cardNumber })
      expect(json.card.cardType).toBe('미확인')
      const refused = { status: 400, json: { code: 'NOT_SUPPORTED_CARD_TYPE' } }
      expect(await charge(json.billingKey)).toMatchObject(refused)
    },
  )

  test.each([
    ['a bare BIN', { cardNumber: '941000' }, 'INVALID_CARD_NUMBER'],
    ['a month that is over', { cardExpirationYear: '20' }, 'INVALID_CARD_EXPIRATION'],
    ['a birthday of four digits', { customerIdentityNumber: '9001' }, 'INVALID_BIRTH_DAY_FORMAT'],
    ['a password of four digits', { cardPassword: '1234' }, 'INVALID_CARD_PASSWORD'],
  ])('with %s is refused', async (_what, fields, code) => {
    expect(await issueByCard(fields)).toMatchObject({ status: 400, json: { code } })
  })
})

describe('the controls of billing', () => {
  test('refuse a customer’s card from now on, and let it through again', async () => {
    const key = await billingKey()
    const change = (decline: string | null) =>
      scene.control('POST', '/__sim/billing/keys', { customerKey: 'customer_1', decline })
    await change('REJECT_CARD_PAYMENT')
    expect((await charge(key)).json.code).toBe('REJECT_CARD_PAYMENT')
    await change(null)
    expect((await charge(key)).status).toBe(200)
  })

  test('show neither keys nor what stands for them, also not in the calls', async () => {
    const given = await authKey()
    const key = (await issue(given)).json.billingKey
    await charge(key)
    await issueByCard()
    const shown = [
      (await scene.control('GET', '/__sim/calls')).text,
      (await scene.control('GET', '/__sim/billing/keys')).text,
    ].join()
    for (const secret of [given, key, key.slice(0, -1), CARD.cardNumber]) expect(shown).not.toContain(secret)
  })

  test('keys outlive a restart', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'toss-billing-'))
    const first = scene
    scene = await openScene({ stateDir })
    const key = await billingKey()
    await scene.close()
    scene = await openScene({ stateDir })
    expect((await charge(key)).status).toBe(200)
    await first.close()
    rmSync(stateDir, { recursive: true, force: true })
  })
})
