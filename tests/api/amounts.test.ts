import { beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../support/api'
import { openSite } from '../support/running-site'

const { toss, query, newPerson } = openSite()
let renter: Person
let order: { orderId: string; paymentKey: string; amount: number }

beforeAll(async () => {
  renter = await newPerson()
  order = await renter.paidOrder(10_000)
})

/** As they stand in the JSON text. */
const NOT_AN_AMOUNT = [
  ...['0', '-0', '-1', '-10000', '0.1', '10000.5', '1e-7', '-1e400'],
  ...[
    '"10000"',
    '"1e4"',
    '"0x2710"',
    '" 10000 "',
    '"10,000"',
    '"１００００"',
    '"١٠٠٠٠"',
    '"10000\\u200b"',
    '"만원"',
    '""',
  ],
  ...['true', 'false', 'null', '[]', '[10000]', '{}', '{"valueOf":1}', '{"value":-1}'],
  ...['1e999', '9007199254740992', '9007199254740993', '9223372036854775807', '9223372036854775808', '1e30'],
  ...['1E700000000', '9'.repeat(60_000)],
]
/** No JSON at all. */
const NOT_JSON = ['NaN', 'Infinity', '-Infinity', '0x2710', '010000', '10_000', '10000n', '+1', '1.', '']
/** Whole won, and more than anybody may charge. */
const TOO_MUCH = ['2000001', '2147483648', '9007199254740991']

const orderCount = async () => Number((await query('select count(*) from orders'))[0]!.count)

async function sendEverywhere(amount: string) {
  const before = await orderCount()
  const startedAt = performance.now()
  const answers = [
    await renter.post('/api/v1/orders', undefined, { raw: `{"amount":${amount}}` }),
    await renter.post(`/api/v1/orders/${order.orderId}/confirm`, undefined, {
      raw: `{"paymentKey":${JSON.stringify(order.paymentKey)},"amount":${amount}}`,
    }),
  ]
  expect(performance.now() - startedAt).toBeLessThan(2000)
  expect(await orderCount()).toBe(before)
  expect(await toss.confirms(order.orderId)).toHaveLength(0)
  return answers
}

describe('an amount', () => {
  test.each(NOT_AN_AMOUNT.map((amount) => [amount.slice(0, 30), amount]))('%s is none', async (_, amount) => {
    for (const { status, body } of await sendEverywhere(amount)) {
      expect([status, body.code]).toEqual([400, 'INVALID_AMOUNT'])
    }
  })

  test.each(NOT_JSON)('%s is not even JSON', async (amount) => {
    for (const { status, body } of await sendEverywhere(amount)) {
      expect([status, body.code]).toEqual([400, 'INVALID_REQUEST'])
    }
  })

  test.each(TOO_MUCH)('%s is more than may be charged, and not what was ordered', async (amount) => {
    const [created, confirmed] = await sendEverywhere(amount)
    expect([created!.status, created!.body.code]).toEqual([422, 'LIMIT_EXCEEDED'])
    expect([confirmed!.status, confirmed!.body.code]).toEqual([422, 'AMOUNT_MISMATCH'])
  })

  test('that is missing is none', async () => {
    const answer = await renter.post('/api/v1/orders', {})
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_AMOUNT'])
  })

  test('may be no less than the smallest charge and no more than the wallet holds', async () => {
    const { charge } = (await renter.get('/api/v1/wallet')).body
    for (const [amount, status] of [
      [charge.min - 1, 422],
      [charge.min, 201],
      [charge.max, 201],
      [charge.max + 1, 422],
    ]) {
      expect((await renter.post('/api/v1/orders', { amount })).status, String(amount)).toBe(status)
    }
  })
})
