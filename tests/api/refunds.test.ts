import { afterEach, describe, expect, test } from 'vitest'
import { newKey, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { toss, loseAnswer, newPerson } = openSite()
const CANCEL = 'POST /v1/payments/*/cancel'

afterEach(() => toss.clearFaults())

const refund = (person: Person, orderId: string, amount: number, key = newKey()) =>
  person.post(`/api/v1/orders/${orderId}/refund`, { amount }, { key })

describe('refunding a charge', () => {
  test('answers the refund once it is done, and the order shows it', async () => {
    const person = await newPerson()
    const orderId = await person.charge(10_000)
    const key = newKey()
    const answer = await refund(person, orderId, 4_000, key)
    expect(answer.status).toBe(200)
    expect(answer.body).toStrictEqual({ refundId: expect.any(String), amount: 4_000, status: 'DONE' })
    expect((await refund(person, orderId, 4_000, key)).body).toEqual(answer.body)
    expect((await refund(person, orderId, 5_000, key)).body.code).toBe('IDEMPOTENCY_MISMATCH')
    const { body } = await person.get(`/api/v1/orders/${orderId}`)
    expect(body).toMatchObject({ status: 'DONE', refundable: 6_000, refunds: [answer.body] })
    expect(await person.balance()).toBe(6_000)
    expect(await toss.taken(orderId)).toBe(6_000n)
  })

  test('of all of it cancels the order: confirming again says so', async () => {
    const person = await newPerson()
    const order = await person.paidOrder(10_000)
    await person.confirm(order)
    expect((await refund(person, order.orderId, 10_000)).status).toBe(200)
    const again = await person.confirm(order)
    expect([again.status, again.body.status, again.body.refundable]).toEqual([409, 'CANCELED', 0])
    expect(await person.balance()).toBe(0)
  })

  test('without an answer of Toss’s is 202, and the job finishes it', async () => {
    const person = await newPerson()
    const orderId = await person.charge(10_000)
    await loseAnswer('cancel-answer-lost')
    const answer = await refund(person, orderId, 4_000)
    expect([answer.status, answer.body.status]).toEqual([202, 'REFUNDING'])
    await expect
      .poll(async () => (await person.get(`/api/v1/orders/${orderId}`)).body.refunds[0].status, {
        timeout: 40_000,
      })
      .toBe('DONE')
    expect(await toss.taken(orderId)).toBe(6_000n)
  })

  test('that Toss refuses is declined with the money where it was', async () => {
    const person = await newPerson()
    const orderId = await person.charge(10_000)
    await toss.fault('code:NOT_CANCELABLE_PAYMENT', { match: CANCEL })
    const answer = await refund(person, orderId, 4_000)
    expect([answer.status, answer.body.code]).toEqual([402, 'PAYMENT_DECLINED'])
    expect(answer.body.message).toContain('돈은 지갑 잔액에 그대로 있어요.')
    expect(await person.balance()).toBe(10_000)
  })

  test('beyond what is left, of nobody’s order, or with an account for a card is refused', async () => {
    const person = await newPerson()
    const orderId = await person.charge(10_000)
    expect((await refund(person, orderId, 10_001)).body.code).toBe('INSUFFICIENT_BALANCE')
    expect((await refund(await newPerson(), orderId, 1)).status).toBe(404)
    expect((await refund(person, orderId, 0)).body.code).toBe('INVALID_AMOUNT')
    const refundAccount = { bankCode: '20', accountNumber: '1002123456789', holderName: '김하늘' }
    const answer = await person.post(`/api/v1/orders/${orderId}/refund`, { amount: 1, refundAccount })
    expect(answer.body.code).toBe('INVALID_REQUEST')
    expect(await person.balance()).toBe(10_000)
  })
})
