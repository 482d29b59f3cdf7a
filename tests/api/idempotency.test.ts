import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { newKey, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { toss, loseAnswer, query, newPerson } = openSite()
let renter: Person

beforeAll(async () => {
  renter = await newPerson()
})

const replayed = (headers: Headers) => headers.get('idempotent-replay')
const ordersOf = (person: Person) =>
  query(`select orders.id from orders join users on users.id = user_id where email = $1`, [person.email])

describe('an Idempotency-Key', () => {
  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['of 15 characters', 'a'.repeat(15)],
    ['of 256 characters', 'a'.repeat(256)],
    ['with a letter beyond ASCII', `${'a'.repeat(16)}é`],
    ['with a tab inside', `aaaaaaaa\taaaaaaaa`],
  ])('is refused when %s', async (_, key) => {
    const person = await newPerson()
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
    for (const [path, body] of [
      ['/api/v1/orders', { amount: 10_000 }],
      ['/api/v1/orders/aaaaaaaaaaaaaaaaaaaaaaaa/confirm', { paymentKey: 'k', amount: 10_000 }],
    ] as const) {
      const answer = await person.post(path, body, { key: undefined, headers })
      expect(answer.status).toBe(400)
      expect(answer.body.code).toBe('IDEMPOTENCY_KEY_REQUIRED')
    }
    expect(await ordersOf(person)).toHaveLength(0)
  })

  test.each([16, 255])('of %i characters is taken', async (length) => {
    const key = newKey().padEnd(length, '~').slice(0, length)
    expect((await renter.post('/api/v1/orders', { amount: 10_000 }, { key })).status).toBe(201)
  })

  test('gives a repeat the very same answer and says so', async () => {
    const key = newKey()
    const first = await renter.post('/api/v1/orders', { amount: 10_000 }, { key })
    const again = await renter.post('/api/v1/orders', { amount: 10_000 }, { key })
    expect(replayed(first.headers)).toBeNull()
    expect(replayed(again.headers)).toBe('true')
    expect([again.status, again.text]).toEqual([first.status, first.text])
  })

  test('still holds after fourteen days', async () => {
    const key = newKey()
    const first = await renter.post('/api/v1/orders', { amount: 10_000 }, { key })
    await query(`update idempotency_keys set created_at = created_at - interval '14 days' where key = $1`, [
      key,
    ])
    const again = await renter.post('/api/v1/orders', { amount: 10_000 }, { key })
    expect(again.text).toBe(first.text)
  })

  test('with another body is refused and makes nothing', async () => {
    const person = await newPerson()
    const key = newKey()
    await person.post('/api/v1/orders', { amount: 10_000 }, { key })
    const other = await person.post('/api/v1/orders', { amount: 10_001 }, { key })
    expect(other.status).toBe(422)
    expect(other.body.code).toBe('IDEMPOTENCY_MISMATCH')
    expect(await ordersOf(person)).toHaveLength(1)
  })

  test('looks at what a body means, not at how it is written', async () => {
    const key = newKey()
    const { orderId, paymentKey } = await renter.paidOrder(10_000)
    const path = `/api/v1/orders/${orderId}/confirm`
    const first = await renter.post(path, undefined, {
      key,
      raw: JSON.stringify({ paymentKey, amount: 10_000 }),
    })
    const spaced = `{ "amount": 1e4,\n "paymentKey": ${JSON.stringify(paymentKey)} }`
    const again = await renter.post(path, undefined, { key, raw: spaced })
    expect([again.status, again.text, replayed(again.headers)]).toEqual([200, first.text, 'true'])
  })

  test('of one user means nothing for another', async () => {
    const other = await newPerson()
    const key = newKey()
    const mine = await renter.post('/api/v1/orders', { amount: 10_000 }, { key })
    const theirs = await other.post('/api/v1/orders', { amount: 20_000 }, { key })
    expect(theirs.status).toBe(201)
    expect(theirs.body.orderId).not.toBe(mine.body.orderId)
    expect(replayed(theirs.headers)).toBeNull()
  })

  test('is one header in any spelling, and refused when it comes with two values', async () => {
    const person = await newPerson()
    const key = newKey()
    const spell = (name: string) =>
      person.post('/api/v1/orders', { amount: 10_000 }, { key: undefined, headers: { [name]: key } })
    const first = await spell('Idempotency-Key')
    expect((await spell('IDEMPOTENCY-KEY')).text).toBe(first.text)
    const two = await person.post('/api/v1/orders', { amount: 10_000 }, { key: `${key}, ${newKey()}` })
    expect(two.body.code).toBe('IDEMPOTENCY_KEY_REQUIRED')
    expect(await ordersOf(person)).toHaveLength(1)
  })

  test('whose first request still runs answers 409 and when to come back', async () => {
    const order = await renter.paidOrder(10_000)
    const key = newKey()
    await toss.fault('delay', { param: 1500 })
    const first = renter.confirm(order, { key })
    while ((await query(`select 1 from idempotency_keys where key = $1`, [key])).length === 0) await sleep(10)
    const second = await renter.confirm(order, { key })
    expect(second.status).toBe(409)
    expect(second.body.code).toBe('REQUEST_IN_PROGRESS')
    expect(second.headers.get('retry-after')).toBe('1')
    expect((await first).status).toBe(200)
    expect(replayed((await renter.confirm(order, { key })).headers)).toBe('true')
  })

  test('whose first answer was "wait" is worked out anew', async () => {
    const order = await renter.paidOrder(10_000)
    const key = newKey()
    await loseAnswer('confirm-answer-lost')
    expect((await renter.confirm(order, { key })).status).toBe(202)
    await renter.settled(order.orderId)
    const again = await renter.confirm(order, { key })
    expect([again.status, replayed(again.headers)]).toEqual([200, null])
  })

  test('whose first answer was "log in" is worked out anew', async () => {
    const key = newKey()
    const refused = await renter.post('/api/v1/orders', { amount: 10_000 }, { key, token: 'stale' })
    expect(refused.status).toBe(401)
    const again = await renter.post('/api/v1/orders', { amount: 10_000 }, { key })
    expect([again.status, replayed(again.headers)]).toEqual([201, null])
  })

  test('whose first answer was a refusal repeats the refusal', async () => {
    const person = await newPerson()
    const key = newKey()
    const first = await person.post('/api/v1/orders', { amount: 2_000_001 }, { key })
    expect(first.body.code).toBe('LIMIT_EXCEEDED')
    const again = await person.post('/api/v1/orders', { amount: 2_000_001 }, { key })
    expect([again.status, again.text, replayed(again.headers)]).toEqual([422, first.text, 'true'])
  })
})
