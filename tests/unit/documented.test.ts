import { describe, expect, test } from 'vitest'
import { checkDocumented } from '../support/documented'

const order = { orderId: 'ord_1', amount: 1_000, orderName: '충전', customerKey: 'cus_1', status: 'READY' }
const made = { ...order, expiresAt: '2026-11-25T15:00:00.000+09:00' }
const refusal = { code: 'LIMIT_EXCEEDED', message: '한도를 넘었어요.', requestId: 'r' }

const check =
  (status: number, body: unknown, path = '/api/v1/orders') =>
  () =>
    checkDocumented('POST', path, { status, body, text: JSON.stringify(body) })

describe('what every test of the site checks', () => {
  test('lets documented answers and refusals through', () => {
    expect(check(201, made)).not.toThrow()
    expect(check(422, refusal)).not.toThrow()
  })

  test.each([
    ['another status', 200, made],
    ['a field too many', 201, { ...made, paymentKey: 'k' }],
    ['a field too few', 201, order],
    ['an amount as text', 201, { ...made, amount: '1000' }],
    ['a time that is not Korean', 201, { ...made, expiresAt: '2026-11-25T06:00:00.000Z' }],
    ['a code of other endpoints', 409, { ...refusal, code: 'SLOT_TAKEN' }],
    ['a code under another status', 403, refusal],
    ['a refusal that says more', 422, { ...refusal, stack: 'at …' }],
    ['no JSON at all', 500, null],
  ])('finds %s', (_, status, body) => {
    expect(check(status, body)).toThrow(/not documented: POST \/api\/v1\/orders/)
  })

  test('leaves other addresses alone', () => {
    expect(check(404, null, '/api/v1/orders/x/y/z')).not.toThrow()
    expect(check(200, null, '/wallet')).not.toThrow()
  })
})
