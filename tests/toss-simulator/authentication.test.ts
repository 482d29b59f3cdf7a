import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  API_CLIENT_KEY,
  API_SECRET_KEY,
  newOrderId,
  openScene,
  send,
  WIDGET_CLIENT_KEY,
  WIDGET_SECRET_KEY,
  type Scene,
} from './support/scene'

const OTHER_SHOP = {
  mId: 'tothershop1',
  name: '다른 상점',
  widget: { clientKey: 'test_gck_other', secretKey: 'test_gsk_other' },
  api: { clientKey: 'test_ck_other', secretKey: 'test_sk_other' },
  securityKey: 'ff'.repeat(32),
}
const FIRST_SHOP = {
  mId: 'tfirstshop1',
  name: '첫 상점',
  widget: { clientKey: WIDGET_CLIENT_KEY, secretKey: WIDGET_SECRET_KEY },
  api: { clientKey: API_CLIENT_KEY, secretKey: API_SECRET_KEY },
  securityKey: '00'.repeat(32),
}

let scene: Scene
beforeAll(async () => {
  scene = await openScene({ keys: [FIRST_SHOP, OTHER_SHOP] })
})
afterAll(() => scene.close())

function query(authorization?: string) {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  return send(`${scene.simulator.url}/v1/payments/orders/no-such-order`, 'GET', undefined, headers)
}

const encode = (text: string) => Buffer.from(text).toString('base64')

describe('Toss §1.2, §11.1 no. 1 and 17: Basic auth is base64 of the secret key and a colon, with an empty password', () => {
  test('a known secret key gets past authentication', async () => {
    expect(await query(`Basic ${encode(`${WIDGET_SECRET_KEY}:`)}`)).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND_PAYMENT', message: '존재하지 않는 결제 정보 입니다.' },
    })
  })

  test('the header that unmodified samples send for the documentation key is accepted', async () => {
    const header = 'Basic dGVzdF9nc2tfZG9jc19PYVB6OEw1S2RtUVhrelJ6M3k0N0JNdzY6'
    expect((await query(header)).status).toBe(404)
  })

  test('without the colon it is 403 INCORRECT_BASIC_AUTH_FORMAT', async () => {
    expect(await query(`Basic ${encode(WIDGET_SECRET_KEY)}`)).toMatchObject({
      status: 403,
      json: {
        code: 'INCORRECT_BASIC_AUTH_FORMAT',
        message: "잘못된 요청입니다. ':' 를 포함해 인코딩해주세요.",
      },
    })
  })

  test.each([
    ['an unknown key', `Basic ${encode('test_gsk_unknown:')}`],
    ['a client key', `Basic ${encode(`${WIDGET_CLIENT_KEY}:`)}`],
    ['a key after a byte order mark', `Basic ${encode(`\uFEFF${WIDGET_SECRET_KEY}:`)}`],
    ['a key with a password', `Basic ${encode(`${WIDGET_SECRET_KEY}:x`)}`],
    ['another scheme', `Bearer ${WIDGET_SECRET_KEY}`],
    ['no header', undefined],
  ])('%s is 401 UNAUTHORIZED_KEY', async (_name, header) => {
    expect(await query(header)).toMatchObject({
      status: 401,
      json: { code: 'UNAUTHORIZED_KEY', message: '인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.' },
    })
  })

  test('base64 without padding and a lower-case scheme are accepted, as clients in the wild send them', async () => {
    const unpadded = encode(`${API_SECRET_KEY}:`).replace(/=+$/, '')
    expect(encode(`${API_SECRET_KEY}:`)).toMatch(/=$/)
    expect((await query(`Basic ${unpadded}`)).status).toBe(404)
    expect((await query(`basic ${encode(`${WIDGET_SECRET_KEY}:`)}`)).status).toBe(404)
  })
})

describe('Toss §1.1, §11.1 no. 1: client and secret key are one pair of one shop', () => {
  test('a widget payment is confirmed with the widget secret key only', async () => {
    const ticket = await scene.authenticate()
    expect(await scene.confirm(ticket, { key: API_SECRET_KEY })).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND_PAYMENT_SESSION' },
    })
    expect((await scene.confirm(ticket)).status).toBe(200)
  })

  test('a payment of payment() is confirmed with the API secret key only', async () => {
    const ticket = await scene.authenticate({ clientKey: API_CLIENT_KEY })
    expect((await scene.confirm(ticket, { key: WIDGET_SECRET_KEY })).status).toBe(404)
    expect((await scene.confirm(ticket, { key: API_SECRET_KEY })).status).toBe(200)
  })

  test('both pairs of a shop name the same shop', async () => {
    const widget = await scene.confirm(await scene.authenticate())
    const ticket = await scene.authenticate({ clientKey: API_CLIENT_KEY })
    const api = await scene.confirm(ticket, { key: API_SECRET_KEY })
    expect([widget.json.mId, api.json.mId]).toEqual(['tfirstshop1', 'tfirstshop1'])
  })

  test('a payment is invisible to another shop, by payment key, by order and in the transactions', async () => {
    const ticket = await scene.authenticate()
    const key = 'test_gsk_other'
    expect(await scene.confirm(ticket, { key })).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND_PAYMENT_SESSION' },
    })
    await scene.confirm(ticket)
    expect(await scene.call('GET', `/v1/payments/${ticket.paymentKey}`, { key })).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND_PAYMENT' },
    })
    expect((await scene.call('GET', `/v1/payments/orders/${ticket.orderId}`, { key })).status).toBe(404)
    const period = '/v1/transactions?startDate=2020-01-01&endDate=2100-01-01'
    expect((await scene.call('GET', period, { key })).json).toEqual([])
  })

  test('two shops may use the same order id', async () => {
    const orderId = newOrderId()
    const first = await scene.authenticate({ orderId })
    const second = await scene.authenticate({ orderId, clientKey: 'test_gck_other' })
    expect((await scene.confirm(first)).status).toBe(200)
    expect((await scene.confirm(second, { key: 'test_gsk_other' })).status).toBe(200)
  })
})

describe('Toss §3.1, §11.1 no. 11 and 20: every answer carries a trace id and errors are {code, message}', () => {
  test('the trace id is 32 hexadecimal digits and new each time', async () => {
    const first = (await query()).headers.get('x-tosspayments-trace-id')
    const second = (await query()).headers.get('x-tosspayments-trace-id')
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(second).not.toBe(first)
  })

  test('an unknown path is a 404 with a JSON body', async () => {
    const reply = await scene.call('GET', '/v1/no-such-thing')
    expect(reply.status).toBe(404)
    expect(reply.headers.get('content-type')).toContain('application/json')
    expect(Object.keys(reply.json)).toEqual(['code', 'message'])
  })

  test('Accept-Language: en-US turns known messages and the Korean enum values into English', async () => {
    const headers = { 'accept-language': 'en-US' }
    expect((await scene.call('GET', '/v1/payments/nope', { headers })).json).toEqual({
      code: 'NOT_FOUND_PAYMENT',
      message: 'The payment does not exist.',
    })
    const ticket = await scene.authenticate()
    await scene.confirm(ticket)
    const { json } = await scene.call('GET', `/v1/payments/${ticket.paymentKey}`, { headers })
    expect(JSON.stringify(json.method)).not.toMatch(/[가-힣]/)
    expect(JSON.stringify(json.card)).not.toMatch(/[가-힣]/)
  })
})

describe('the simulator serves this machine and nothing live', () => {
  test('it refuses to start with a live key', async () => {
    const widget = { clientKey: 'live_gck_x', secretKey: 'live_gsk_x' }
    await expect(openScene({ keys: [{ ...FIRST_SHOP, widget }] })).rejects.toThrow('live keys')
  })

  test('it refuses to start with keys of the wrong family', async () => {
    const widget = { clientKey: API_CLIENT_KEY, secretKey: API_SECRET_KEY }
    await expect(openScene({ keys: [{ ...FIRST_SHOP, widget }] })).rejects.toThrow('test_gck_')
  })

  test('it refuses to start with a security key that is none', async () => {
    await expect(openScene({ keys: [{ ...FIRST_SHOP, securityKey: 'ff' }] })).rejects.toThrow(
      '64 hexadecimal',
    )
  })

  test('pages from elsewhere may not drive it', async () => {
    const headers = { origin: 'https://evil.example' }
    expect((await send(`${scene.simulator.url}/__sim/reset`, 'POST', undefined, headers)).status).toBe(403)
    const local = await send(`${scene.simulator.url}/__sim/clock`, 'GET', undefined, {
      origin: 'http://localhost:3000',
    })
    expect(local.status).toBe(200)
    expect(local.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
  })

  test('a body beyond the cap is 413', async () => {
    const body = JSON.stringify({ filler: 'x'.repeat(2 * 1024 * 1024) })
    expect((await scene.call('POST', '/v1/payments/confirm', { body })).status).toBe(413)
  })
})
