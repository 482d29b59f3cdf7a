import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance, MINUTE_MS, openScene, type Scene } from './support/scene'

let scene: Scene
const paid: string[] = []
beforeAll(async () => {
  scene = await openScene()
  for (let i = 0; i < 5; i++) {
    const ticket = await scene.authenticate({ amount: 1000 + i })
    await scene.confirm(ticket)
    paid.push(ticket.paymentKey)
    await advance(scene, MINUTE_MS)
  }
  await scene.authenticate()
})
afterAll(() => scene.close())

const ALWAYS = 'startDate=2020-01-01&endDate=2100-01-01'
const list = (query: string) => scene.call('GET', `/v1/transactions?${query}`)

test('the answer is a bare list with one row per approval, oldest first; what was not approved is not in it', async () => {
  const { status, json } = await list(ALWAYS)
  expect(status).toBe(200)
  expect(json.map((row: { paymentKey: string }) => row.paymentKey)).toEqual(paid)
})

test('a row has the documented members', async () => {
  const { json } = await list(ALWAYS)
  const payment = (await scene.call('GET', `/v1/payments/${paid[0]}`)).json
  expect(json[0]).toEqual({
    mId: 'tpocketspace',
    transactionKey: payment.lastTransactionKey,
    paymentKey: paid[0],
    orderId: payment.orderId,
    method: '카드',
    customerKey: 'buyer_1',
    useEscrow: false,
    receiptUrl: payment.receipt.url,
    status: 'DONE',
    transactionAt: payment.approvedAt,
    currency: 'KRW',
    amount: 1000,
  })
})

test('startingAfter pages on behind a transaction key; walking the pages visits every row once', async () => {
  const seen: string[] = []
  let startingAfter = ''
  for (;;) {
    const { json } = await list(`${ALWAYS}&limit=2&startingAfter=${startingAfter}`)
    if (json.length === 0) break
    expect(json.length).toBeLessThanOrEqual(2)
    seen.push(...json.map((row: { paymentKey: string }) => row.paymentKey))
    startingAfter = json.at(-1).transactionKey
  }
  expect(seen).toEqual(paid)
})

test('an unknown startingAfter is refused', async () => {
  expect(await list(`${ALWAYS}&startingAfter=txrd_nobody`)).toMatchObject({
    status: 400,
    json: { code: 'INVALID_TRANSACTION_KEY' },
  })
})

test('the period is in Korean time, its ends included, and a date alone means midnight', async () => {
  const first = (await list(ALWAYS)).json[0].transactionAt.slice(0, 19)
  expect((await list(`startDate=${first}&endDate=${first}`)).json).toHaveLength(1)
  const nextDay = new Date(Date.parse(`${first.slice(0, 10)}T00:00:00Z`) + 24 * 60 * MINUTE_MS)
    .toISOString()
    .slice(0, 10)
  expect((await list(`startDate=${nextDay}T23:59:59&endDate=2100-01-01`)).json).toEqual([])
})

test('an explicit offset is understood', async () => {
  const row = (await list(ALWAYS)).json[0]
  const utc = new Date(Date.parse(row.transactionAt)).toISOString().slice(0, 19)
  const at = encodeURIComponent(`${utc}+00:00`)
  expect((await list(`startDate=${at}&endDate=${at}`)).json).toEqual([row])
})

test.each([
  ['fractions of a second with Z', 'startDate=2026-01-01T00:00:00.000Z&endDate=2026-02-01'],
  ['words', 'startDate=yesterday&endDate=2026-02-01'],
  ['no date', 'endDate=2026-02-01'],
  ['a day that is none', 'startDate=2026-13-41&endDate=2026-12-31'],
])('%s is 400 INVALID_DATE', async (_name, query) => {
  expect(await list(query)).toMatchObject({ status: 400, json: { code: 'INVALID_DATE' } })
})

test('the limit goes up to 5,000', async () => {
  expect((await list(`${ALWAYS}&limit=5000`)).status).toBe(200)
  expect(await list(`${ALWAYS}&limit=5001`)).toMatchObject({
    status: 400,
    json: { code: 'EXCEED_MAX_QUERY_LIMIT' },
  })
})

describe('Toss §3.4, §11.1 no. 18: rows', () => {
  let own: Scene
  beforeAll(async () => {
    own = await openScene()
  })
  afterAll(() => own.close())

  const rowsOf = async (orderId: string) =>
    (await own.call('GET', `/v1/transactions?${ALWAYS}`)).json
      .filter((row: { orderId: string }) => row.orderId === orderId)
      .map(({ status, amount }: { status: string; amount: number }) => [status, amount])

  test('an approval and each of its cancels have one each, a cancel with a negative amount', async () => {
    const ticket = await own.authenticate({ amount: 5000 })
    await own.confirm(ticket)
    for (const cancelAmount of [1000, 4000]) {
      await advance(own, 1000)
      await own.call('POST', `/v1/payments/${ticket.paymentKey}/cancel`, {
        body: { cancelReason: 'x', cancelAmount },
      })
    }
    expect(await rowsOf(ticket.orderId)).toEqual([
      ['DONE', 5000],
      ['PARTIAL_CANCELED', -1000],
      ['PARTIAL_CANCELED', -4000],
    ])
  })

  test('a virtual account is issued with amount 0, and its deposit is a row of its own', async () => {
    const ticket = await own.authenticate({ amount: 5000, method: 'VIRTUAL_ACCOUNT' })
    await own.confirm(ticket)
    expect(await rowsOf(ticket.orderId)).toEqual([['WAITING_FOR_DEPOSIT', 0]])
    await advance(own, 1000)
    await own.control('POST', `/__sim/payments/${ticket.paymentKey}/deposit`)
    expect(await rowsOf(ticket.orderId)).toEqual([
      ['WAITING_FOR_DEPOSIT', 0],
      ['DONE', 5000],
    ])
  })

  test('a planted payment has them for its approval and for its cancels, at their times', async () => {
    const cancel = { transactionKey: 'back', cancelAmount: 400, canceledAt: '2026-01-03T09:00:00+09:00' }
    const planted = {
      orderId: 'planted_order',
      totalAmount: 1000,
      approvedAt: '2026-01-02T09:00:00+09:00',
      cancels: [cancel],
    }
    await own.control('POST', '/__sim/payments', planted)
    const { json } = await own.call('GET', '/v1/transactions?startDate=2026-01-01&endDate=2026-01-04')
    expect(json).toMatchObject([
      { amount: 1000, transactionAt: planted.approvedAt },
      { amount: -400, transactionAt: cancel.canceledAt, transactionKey: 'back' },
    ])
  })
})

test('without a limit the answer holds 100 rows', async () => {
  const own = await openScene()
  try {
    for (let i = 0; i < 101; i++) await own.control('POST', '/__sim/payments', {})
    expect((await own.call('GET', `/v1/transactions?${ALWAYS}`)).json).toHaveLength(100)
  } finally {
    await own.close()
  }
})
