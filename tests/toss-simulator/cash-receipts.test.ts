import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openScene, type Scene } from './support/scene'

const DAY_MS = 24 * 60 * 60 * 1000
const WISH = {
  amount: 33_000,
  orderId: 'order_of_nobody',
  orderName: '충전',
  type: '소득공제',
  customerIdentityNumber: '01012345678',
}

let scene: Scene
beforeEach(async () => {
  // Noon in Seoul, so that a day is a day.
  scene = await openScene({ machineClock: () => Date.parse('2026-11-23T12:00:00+09:00') })
})
afterEach(() => scene.close())

const issue = (body: Record<string, unknown> = {}) =>
  scene.call('POST', '/v1/cash-receipts', { body: { ...WISH, ...body } })
const list = (query: string) => scene.call('GET', `/v1/cash-receipts?${query}`)
const later = () => scene.control('POST', '/__sim/clock', { advanceMs: DAY_MS })

describe('Toss §3.6, §11.1 no. 23: cash receipts', () => {
  test('the first answer is IN_PROGRESS, and the tax office agrees a day later', async () => {
    const { status, json } = await issue()
    expect(status).toBe(200)
    const shown = { ...WISH, taxFreeAmount: 0, transactionType: 'CONFIRM', failure: null }
    expect(json).toMatchObject({ ...shown, issueStatus: 'IN_PROGRESS' })
    expect(json.issueNumber).toMatch(/^\d{9}$/)
    await later()
    const { json: found } = await list('requestDate=2026-11-23')
    expect(found.data).toMatchObject([{ receiptKey: json.receiptKey, issueStatus: 'COMPLETED' }])
  })

  test('nobody checks the order, and one order may have two', async () => {
    const [one, two] = [await issue(), await issue()]
    expect([one.status, two.status]).toEqual([200, 200])
    expect(one.json.receiptKey).not.toBe(two.json.receiptKey)
  })

  test('the older field and the older address are understood', async () => {
    const { customerIdentityNumber, ...rest } = WISH
    const body = { ...rest, registrationNumber: customerIdentityNumber }
    const { json } = await scene.call('POST', '/v1/payments/cash-receipts', { body })
    expect(json).toMatchObject({ customerIdentityNumber, issueStatus: 'IN_PROGRESS' })
  })

  test('a cancel is a receipt of its own, under c_ and the first one’s key', async () => {
    const { json } = await issue()
    const path = `/v1/cash-receipts/${json.receiptKey}/cancel`
    const { json: canceled } = await scene.call('POST', path, { body: { amount: 3_000 } })
    expect(canceled).toMatchObject({
      receiptKey: `c_${json.receiptKey}`,
      amount: 3_000,
      transactionType: 'CANCEL',
    })
    expect((await list('requestDate=2026-11-23')).json.data).toHaveLength(2)
    expect((await scene.call('POST', path, { body: {} })).json.code).toBe('FORBIDDEN_REQUEST')
  })

  test('without an amount all of it is cancelled', async () => {
    const { json } = await issue()
    const answer = await scene.call('POST', `/v1/cash-receipts/${json.receiptKey}/cancel`, { body: {} })
    expect(answer.json.amount).toBe(33_000)
  })

  test('what the tax office refuses is FAILED with its code in the message', async () => {
    const { json } = await issue()
    await scene.control('POST', `/__sim/cash-receipts/${json.receiptKey}/refuse`, { code: 'TS3' })
    expect((await list('requestDate=2026-11-23')).json.data[0].issueStatus).toBe('IN_PROGRESS')
    await later()
    const [failed] = (await list('requestDate=2026-11-23')).json.data
    expect(failed).toMatchObject({ issueStatus: 'FAILED', failure: { code: 'NTS_ERROR' } })
    expect(failed.failure.message).toMatch(/^\[TS3\]/)
  })

  test('the list is of one day and walks by cursor', async () => {
    for (let n = 0; n < 3; n++) await issue({ orderId: `order_${n}` })
    await later()
    await issue({ orderId: 'next_day' })
    const first = (await list('requestDate=2026-11-23&limit=2')).json
    expect(first).toMatchObject({ hasNext: true, lastCursor: 2 })
    const second = (await list('requestDate=2026-11-23&limit=2&cursor=2')).json
    expect(second).toMatchObject({ hasNext: false, lastCursor: 3 })
    expect([...first.data, ...second.data].map(({ orderId }) => orderId)).toEqual([
      'order_0',
      'order_1',
      'order_2',
    ])
  })

  test.each([
    ['no day', 'requestDate=', 'INVALID_REQUIRED_PARAM'],
    ['too many', 'requestDate=2026-11-23&limit=10001', 'INVALID_REQUEST'],
  ])('a list of %s is refused', async (_, query, code) => {
    expect((await list(query)).json.code).toBe(code)
  })

  test.each([
    ['another type', { type: '미발행' }, 'INVALID_REQUEST'],
    ['a name for a number', { customerIdentityNumber: '김하늘' }, 'INVALID_CASH_RECEIPT_INFO'],
    ['nothing', { amount: 0 }, 'INVALID_CASH_RECEIPT_INFO'],
  ])('a receipt for %s is refused', async (_, wish, code) => {
    expect((await issue(wish)).json.code).toBe(code)
  })

  test('an unknown receipt cannot be cancelled', async () => {
    const answer = await scene.call('POST', '/v1/cash-receipts/unknown/cancel', { body: {} })
    expect(answer).toMatchObject({ status: 404, json: { code: 'NOT_FOUND_RECEIPT' } })
  })
})

describe('Toss §4, §9, §11.1 no. 24: an instant discount', () => {
  const paid = async () => {
    const ticket = await scene.authenticate({ discountAmount: 3_000 })
    return (await scene.confirm(ticket)).json
  }

  test('is a part of the total that the card is not charged', async () => {
    const payment = await paid()
    expect(payment).toMatchObject({
      totalAmount: 33_000,
      card: { amount: 30_000 },
      discount: { amount: 3_000 },
    })
  })

  test('forbids to give back less than itself, and goes back with the whole', async () => {
    const { paymentKey } = await paid()
    const cancel = (cancelAmount?: number) =>
      scene.call('POST', `/v1/payments/${paymentKey}/cancel`, {
        body: { cancelReason: '변심', cancelAmount },
      })
    expect((await cancel(2_999)).json.code).toBe('EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT')
    expect((await cancel(3_000)).json.status).toBe('PARTIAL_CANCELED')
    const { cancels } = (await cancel()).json
    expect(cancels.at(-1)).toMatchObject({ cancelAmount: 30_000, cardDiscountAmount: 3_000 })
  })
})
