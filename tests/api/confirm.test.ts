import { beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../support/api'
import { openSite } from '../support/running-site'

const { toss, loseAnswer, query, newPerson } = openSite()
let renter: Person

beforeAll(async () => {
  renter = await newPerson()
})

const chargesOf = (orderId: string) =>
  query(`select id from transactions where type = 'charge' and order_id = $1`, [orderId])

describe('confirming a charge', () => {
  test('answers the finished order, and again on every repeat', async () => {
    const order = await renter.paidOrder(10_000)
    const answer = await renter.confirm(order)
    expect(answer.status).toBe(200)
    expect(answer.body).toStrictEqual({
      orderId: order.orderId,
      amount: 10_000,
      status: 'DONE',
      method: 'CARD',
      receiptUrl: expect.stringMatching(/^http/),
      virtualAccount: null,
      failure: null,
      refundable: expect.any(Number),
      refunds: [],
      createdAt: expect.any(String),
      approvedAt: expect.stringMatching(/\+09:00$/),
    })
    for (let repeat = 0; repeat < 10; repeat++) {
      const again = await renter.confirm(order)
      expect(again.status).toBe(200)
      expect(again.body).toEqual(answer.body)
    }
    expect(await toss.confirms(order.orderId)).toHaveLength(1)
    expect(await chargesOf(order.orderId)).toHaveLength(1)
  })

  test('asks Toss once for a double click, with one key or with two', async () => {
    const person = await newPerson()
    for (const keys of [
      ['double-click-0000001', 'double-click-0000001'],
      ['double-click-0000002', 'double-click-0000003'],
    ]) {
      const order = await person.paidOrder(10_000)
      const answers = await Promise.all(keys.map((key) => person.confirm(order, { key })))
      const statuses = answers.map(({ status }) => status).sort()
      expect(statuses[0]).toBe(200)
      expect([200, 409]).toContain(statuses[1])
      for (const { status, headers } of answers)
        if (status === 409) expect(headers.get('retry-after')).toBe('1')
      expect(await toss.confirms(order.orderId)).toHaveLength(1)
      expect(await chargesOf(order.orderId)).toHaveLength(1)
    }
    expect(await person.balance()).toBe(20_000)
  })

  test('fifty times at once asks Toss once and credits once', async () => {
    const person = await newPerson()
    const order = await person.paidOrder(10_000)
    const answers = await Promise.all(Array.from({ length: 50 }, () => person.confirm(order)))
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200))
    expect(await toss.confirms(order.orderId)).toHaveLength(1)
    expect(await chargesOf(order.orderId)).toHaveLength(1)
    expect(await person.balance()).toBe(10_000)
  })

  test('of a declined card answers 402 with the order and the reason in Korean', async () => {
    const order = await renter.paidOrder(10_000, 'REJECT_CARD_PAYMENT')
    const before = await renter.balance()
    const answer = await renter.confirm(order)
    expect(answer.status).toBe(402)
    expect(answer.body).toMatchObject({
      status: 'FAILED',
      failure: { code: 'REJECT_CARD_PAYMENT', message: expect.stringMatching(/[가-힣]/) },
    })
    expect(await renter.balance()).toBe(before)
    expect(await toss.taken(order.orderId)).toBe(0n)
  })

  test('whose answer is lost says 202 and is finished by the worker', async () => {
    const order = await renter.paidOrder(10_000)
    const before = await renter.balance()
    await loseAnswer('confirm-answer-lost')
    const answer = await renter.confirm(order)
    expect(answer.status).toBe(202)
    expect(answer.body.status).toBe('CONFIRMING')
    expect(await renter.settled(order.orderId)).toBe('DONE')
    expect(await renter.balance()).toBe(before + 10_000)
  })

  test('with an amount that is not the ordered one leaves the order as it was and Toss unasked', async () => {
    const order = await renter.paidOrder(10_000)
    const answer = await renter.confirm({ ...order, amount: 1_000_000 })
    expect(answer.status).toBe(422)
    expect(answer.body.code).toBe('AMOUNT_MISMATCH')
    expect((await renter.get(`/api/v1/orders/${order.orderId}`)).body.status).toBe('READY')
    expect(await toss.confirms(order.orderId)).toHaveLength(0)
    expect((await renter.confirm(order)).status).toBe(200)
  })

  test('of a frozen account is refused before Toss hears of it; reading goes on', async () => {
    const person = await newPerson()
    const order = await person.paidOrder(10_000)
    await query(`update users set status = 'frozen' where email = $1`, [person.email])
    const answer = await person.confirm(order)
    expect(answer.status).toBe(403)
    expect(answer.body.code).toBe('ACCOUNT_FROZEN')
    expect((await person.post('/api/v1/orders', { amount: 10_000 })).body.code).toBe('ACCOUNT_FROZEN')
    expect((await person.get('/api/v1/wallet')).status).toBe(200)
    expect(await toss.confirms(order.orderId)).toHaveLength(0)
  })

  test('beyond the cap is refused when the order is made, and again before Toss is asked', async () => {
    const person = await newPerson()
    const orders = [
      await person.paidOrder(1_000_000),
      await person.paidOrder(1_000_000),
      await person.paidOrder(1_000),
    ]
    expect((await person.confirm(orders[0]!)).status).toBe(200)
    expect((await person.post('/api/v1/orders', { amount: 1_000_001 })).body.code).toBe('LIMIT_EXCEEDED')
    expect((await person.confirm(orders[1]!)).status).toBe(200)
    const answer = await person.confirm(orders[2]!)
    expect(answer.status).toBe(422)
    expect(answer.body.code).toBe('LIMIT_EXCEEDED')
    expect(await toss.confirms(orders[2]!.orderId)).toHaveLength(0)
    expect(await person.balance()).toBe(2_000_000)
  })

  test('of an order that has lapsed answers 410', async () => {
    const person = await newPerson()
    const order = await person.paidOrder(10_000)
    await toss.advance(46 * 60 * 1000)
    expect(await person.settled(order.orderId)).toBe('EXPIRED')
    const answer = await person.confirm(order)
    expect(answer.status).toBe(410)
    expect(answer.body.status ?? answer.body.code).toMatch(/EXPIRED/)
    expect(await person.balance()).toBe(0)
  })
})
