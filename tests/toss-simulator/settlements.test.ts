import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  advance,
  API_SECRET_KEY,
  DAY_MS,
  openScene,
  type Reply,
  type Scene,
  type Ticket,
} from './support/scene'

/** Wednesday noon in Seoul: paid then, settled on Friday. */
const START = Date.parse('2026-11-25T12:00:00+09:00')
const machineClock = () => START

let scene: Scene
beforeEach(async () => {
  scene = await openScene({ machineClock })
})
afterEach(() => scene.close())

const list = (query: string): Promise<Reply> => scene.call('GET', `/v1/settlements?${query}`)
const ALWAYS = 'startDate=2026-11-01&endDate=2026-12-31'

async function pay(amount = 10_000, wish = {}): Promise<Ticket> {
  const ticket = await scene.authenticate({ amount, ...wish })
  await scene.confirm(ticket)
  return ticket
}

const cancel = ({ paymentKey }: Ticket, cancelAmount: number) =>
  scene.call('POST', `/v1/payments/${paymentKey}/cancel`, { body: { cancelReason: 'x', cancelAmount } })

const refusal = (code: string) => ({ status: 400, json: { code } })

describe('Toss §3.5, §11.1 no. 22: a settlement', () => {
  test('shows from the day after the payment, with the documented members', async () => {
    const ticket = await pay()
    const payment = (await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)).json
    expect((await list(ALWAYS)).json).toEqual([])
    await advance(scene, DAY_MS)
    expect((await list(ALWAYS)).json).toEqual([
      {
        mId: 'tpocketspace',
        paymentKey: ticket.paymentKey,
        transactionKey: payment.lastTransactionKey,
        orderId: ticket.orderId,
        currency: 'KRW',
        method: '카드',
        amount: 10_000,
        interestFee: 0,
        fees: [{ type: 'BASE', fee: 308 }],
        supplyAmount: 280,
        vat: 28,
        payOutAmount: 9_692,
        approvedAt: '2026-11-25T12:00:00+09:00',
        soldDate: '2026-11-25',
        paidOutDate: '2026-11-27',
        card: payment.card,
        easyPay: null,
        giftCertificate: null,
        mobilePhone: null,
        transfer: null,
        virtualAccount: null,
        cancel: null,
      },
    ])
  })

  test.each([
    ['CARD', 280, 28],
    ['TRANSFER', 180, 18],
    ['VIRTUAL_ACCOUNT', 300, 30],
  ])(
    'of a payment by %s costs %i won and %i of VAT: what is paid out is the rest',
    async (method, supply, vat) => {
      const { paymentKey } = await pay(10_000, { method })
      if (method === 'VIRTUAL_ACCOUNT') await scene.control('POST', `/__sim/payments/${paymentKey}/deposit`)
      await advance(scene, DAY_MS)
      const [row] = (await list(ALWAYS)).json
      expect(row).toMatchObject({ supplyAmount: supply, vat, payOutAmount: 10_000 - supply - vat })
      expect(row.fees).toEqual([{ type: 'BASE', fee: supply + vat }])
    },
  )

  test('of a cancel is a row of its own, with everything negative', async () => {
    const ticket = await pay()
    await advance(scene, 1_000)
    await cancel(ticket, 4_000)
    await advance(scene, DAY_MS)
    expect((await list(ALWAYS)).json).toMatchObject([
      { amount: 10_000, payOutAmount: 9_692, cancel: null },
      { amount: -4_000, supplyAmount: -112, vat: -11, payOutAmount: -3_877, cancel: { cancelAmount: 4_000 } },
    ])
  })

  test('of an account that only waits is none', async () => {
    await pay(10_000, { method: 'VIRTUAL_ACCOUNT' })
    await advance(scene, DAY_MS)
    expect((await list(ALWAYS)).json).toEqual([])
  })

  test('is paid out on the second business day: over a weekend on Monday or Tuesday', async () => {
    await advance(scene, DAY_MS)
    await pay()
    await advance(scene, DAY_MS)
    await pay()
    await advance(scene, DAY_MS)
    const days = (await list(ALWAYS)).json.map(({ paidOutDate }: { paidOutDate: string }) => paidOutDate)
    expect(days).toEqual(['2026-11-30', '2026-12-01'])
  })

  test('is paid out after a holiday, not on it', async () => {
    await advance(scene, 28 * DAY_MS) // Wednesday the 23rd: Friday is Christmas
    await pay()
    await advance(scene, DAY_MS)
    expect((await list(ALWAYS)).json[0].paidOutDate).toBe('2026-12-28')
  })

  test('is asked for with either key of the shop', async () => {
    await pay()
    await advance(scene, DAY_MS)
    const { json } = await scene.call('GET', `/v1/settlements?${ALWAYS}`, { key: API_SECRET_KEY })
    expect(json).toHaveLength(1)
  })
})

describe('Toss §3.5: the list', () => {
  beforeEach(async () => {
    for (let day = 0; day < 3; day++) {
      await pay(10_000 + day)
      await advance(scene, DAY_MS)
    }
  })

  const amounts = async (query: string) =>
    (await list(query)).json.map(({ amount }: { amount: number }) => amount)

  test('is by soldDate unless dateType says paidOutDate, both days included', async () => {
    expect(await amounts('startDate=2026-11-25&endDate=2026-11-26')).toEqual([10_000, 10_001])
    const paidOut = 'startDate=2026-11-27&endDate=2026-11-30&dateType=paidOutDate'
    expect(await amounts(paidOut)).toEqual([10_000, 10_001])
  })

  test('comes in pages that begin at 1; an empty page is the first', async () => {
    expect(await amounts(`${ALWAYS}&size=2&page=1`)).toEqual([10_000, 10_001])
    expect(await amounts(`${ALWAYS}&size=2&page=2`)).toEqual([10_002])
    expect(await amounts(`${ALWAYS}&size=2&page=3`)).toEqual([])
    expect(await amounts(`${ALWAYS}&size=2&page=`)).toEqual([10_000, 10_001])
  })

  test.each([
    ['no dates', '', 'INVALID_DATE'],
    ['a time of day', 'startDate=2026-11-01T00:00:00&endDate=2026-11-30', 'INVALID_DATE'],
    ['an end before its start', 'startDate=2026-11-30&endDate=2026-11-01', 'INVALID_DATE'],
    ['another dateType', `${ALWAYS}&dateType=today`, 'INVALID_REQUEST'],
    ['page 0', `${ALWAYS}&page=0`, 'INVALID_REQUEST'],
    ['a size beyond 5,000', `${ALWAYS}&size=5001`, 'INVALID_REQUEST'],
  ])('refuses %s', async (_what, query, code) => {
    expect(await list(query)).toMatchObject(refusal(code))
  })
})

test('there are none with test keys where the rule says so (§3.5: live only)', async () => {
  const live = await openScene({ machineClock, rules: { settlesTestKeys: false } })
  await live.confirm(await live.authenticate())
  await advance(live, DAY_MS)
  expect((await live.call('GET', `/v1/settlements?${ALWAYS}`)).json).toEqual([])
  await live.close()
})

describe('Toss §3.5, §11.1 no. 22: a settlement by hand', () => {
  const ask = (from: Scene, body: unknown) => from.call('POST', '/v1/settlements', { body })

  test('needs the contract', async () => {
    expect(await ask(scene, await pay())).toMatchObject({ status: 403, json: { code: 'FORBIDDEN_REQUEST' } })
  })

  test('settles what was asked for, and nothing else', async () => {
    const shop = await openScene({ machineClock, rules: { manualSettlement: true } })
    const asked = await shop.authenticate()
    await shop.confirm(asked)
    await shop.confirm(await shop.authenticate())
    expect(await ask(shop, { paymentKey: asked.paymentKey })).toMatchObject({
      status: 200,
      json: { result: true },
    })
    await advance(shop, DAY_MS)
    const { json } = await shop.call('GET', `/v1/settlements?${ALWAYS}`)
    expect(json).toMatchObject([{ paymentKey: asked.paymentKey }])
    await shop.close()
  })

  test.each([
    ['no payment', {}, 400, 'INVALID_REQUEST'],
    ['one that does not exist', { paymentKey: 'nobody' }, 404, 'NOT_FOUND_PAYMENT'],
  ])('refuses %s', async (_what, body, status, code) => {
    const shop = await openScene({ machineClock, rules: { manualSettlement: true } })
    expect(await ask(shop, body)).toMatchObject({ status, json: { code } })
    await shop.close()
  })
})

describe('Toss §3.1, §11.1 no. 25: the limit of requests', () => {
  test('is 100 a minute for each API and key, where it is on', async () => {
    const strict = await openScene({ machineClock, rules: { requestsPerMinute: 100 } })
    const ask = (path: string, key?: string) => strict.call('GET', `${path}?${ALWAYS}`, { key })
    for (let n = 0; n < 100; n++) expect((await ask('/v1/transactions')).status).toBe(200)
    expect(await ask('/v1/transactions')).toMatchObject({ status: 429, json: { code: 'TOO_MANY_REQUESTS' } })
    expect((await ask('/v1/settlements')).status).toBe(200)
    expect((await ask('/v1/transactions', API_SECRET_KEY)).status).toBe(200)
    await advance(strict, 60_000)
    expect((await ask('/v1/transactions')).status).toBe(200)
    await strict.close()
  })

  test('is off unless the rule is set', async () => {
    for (let n = 0; n < 101; n++) expect((await list(ALWAYS)).status).toBe(200)
  })
})

describe('the control', () => {
  test('has Toss settle one with other members, or not at all', async () => {
    const [first, second] = [await pay(), await pay(20_000)]
    await advance(scene, DAY_MS)
    const keyOf = async ({ paymentKey }: Ticket) =>
      (await scene.call('GET', `/v1/payments/${paymentKey}`)).json.lastTransactionKey
    await scene.control('POST', '/__sim/settlements', { transactionKey: await keyOf(first), vat: 29 })
    await scene.control('POST', '/__sim/settlements', { transactionKey: await keyOf(second), hidden: true })
    expect((await list(ALWAYS)).json).toMatchObject([{ amount: 10_000, vat: 29 }])
  })

  test('wants to know which', async () => {
    expect(await scene.control('POST', '/__sim/settlements', { vat: 29 })).toMatchObject(
      refusal('INVALID_REQUEST'),
    )
  })
})
