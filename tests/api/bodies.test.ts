import { beforeAll, describe, expect, test } from 'vitest'
import { call, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, newPerson } = openSite()
let renter: Person

beforeAll(async () => {
  renter = await newPerson()
})

const send = (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  renter.post('/api/v1/orders', undefined, { raw, headers })

describe('a body', () => {
  test.each([64 * 1024 + 1, 1024 * 1024, 11 * 1024 * 1024])('of %i bytes is too large', async (size) => {
    const answer = await send(`{"amount":10000${' '.repeat(size - 16)} }`)
    expect([answer.status, answer.body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })

  test('that hides its length is too large all the same', async () => {
    const chunk = new TextEncoder().encode(' '.repeat(16 * 1024))
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++sent > 64) controller.close()
        else controller.enqueue(chunk)
      },
    })
    const response = await fetch(`${url}/api/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(413)
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('of the type "%s" is refused', async (type) => {
    const answer = await send(new TextEncoder().encode('{"amount":10000}'), { 'content-type': type })
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })

  test('of JSON with a charset is taken', async () => {
    const answer = await send('{"amount":10000}', { 'content-type': 'application/json; charset=utf-8' })
    expect(answer.status).toBe(201)
  })

  test.each([
    '',
    '{',
    'amount=10000',
    "{'amount':10000}",
    '{"amount":10000,}',
    '{"amount":10000}{"amount":1}',
    'null',
    '10000',
    '"amount"',
    '[{"amount":10000}]',
    '[]',
    '\u0000',
  ])('like %j is refused', async (raw) => {
    const answer = await send(raw)
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST'])
  })

  test.each([
    ['deep arrays', '['.repeat(60_000)],
    ['closed deep arrays', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['a deep object as the amount', `{"amount":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`],
  ])('of %s is refused, and the site goes on', async (_, raw) => {
    expect((await send(raw)).status).toBe(400)
    expect((await renter.get('/api/v1/wallet')).status).toBe(200)
  })

  test.each([
    '{"amount":10000,"__proto__":{"status":"DONE"}}',
    '{"amount":10000,"constructor":{"prototype":{"amount":1}}}',
    '{"amount":10000,"status":"DONE"}',
    '{"amount":10000,"userId":"00000000-0000-7000-8000-000000000000"}',
    '{"amount":10000,"card":{"number":"4111111111111111","cvc":"123"}}',
  ])('with more than was asked for is refused: %s', async (raw) => {
    const answer = await send(raw)
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST'])
    const unpolluted = await renter.post('/api/v1/orders', { amount: 10_000 })
    expect([201, 429]).toContain(unpolluted.status)
  })

  test('in another encoding than UTF-8 is refused', async () => {
    expect((await send(new Uint8Array([0xff, 0xfe, 0x7b, 0x00]))).status).toBe(400)
  })
})

describe('a request', () => {
  test('with two thousand query parameters is answered', async () => {
    const query = Array.from({ length: 2000 }, (_, i) => `a${i}=1`).join('&')
    expect([200, 400, 414, 431]).toContain((await renter.get(`/api/v1/wallet/transactions?${query}`)).status)
  })

  test('with a header of 64 kB is refused', async () => {
    const answer = await call(url, 'GET', '/api/health', { headers: { 'x-long': 'a'.repeat(64 * 1024) } })
    expect(answer.status).toBe(431)
  })

  test('that names another method in a header is judged by its own', async () => {
    const answer = await renter.get('/api/v1/wallet', { headers: { 'x-http-method-override': 'DELETE' } })
    expect(answer.status).toBe(200)
  })
})
