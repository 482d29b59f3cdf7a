import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { advance, API_SECRET_KEY, DAY_MS, MINUTE_MS, openScene, type Scene } from './support/scene'
import { approved, express, fund, get, individual, MORNING, post, scheduled } from './support/sealed'

const HOUR_MS = 60 * MINUTE_MS

let scene: Scene
let seller: string
beforeEach(async () => {
  scene = await openScene({ machineClock: () => MORNING })
  await fund(scene, 100_000_000)
  seller = await approved(scene)
})
afterEach(() => scene.close())

const request = (...items: unknown[]) => post(scene, '/v2/payouts', items)
const pay = async (item: unknown) => (await request(item)).json.entityBody.items[0]
const query = async (id: string) => (await get(scene, `/v2/payouts/${id}`)).json.entityBody
const cancel = (id: string) => scene.call('POST', `/v2/payouts/${id}/cancel`, { key: API_SECRET_KEY })
const balance = async () => (await get(scene, '/v2/balances')).json.entityBody
const play = (id: string, status: string, code?: string) =>
  scene.control('POST', `/__sim/payouts/${id}`, { status, code })

describe('Toss §3.9, §11.1 no. 21: an EXPRESS payout', () => {
  test('is in progress at once, and arrives', async () => {
    const item = { ...express(seller), metadata: { withdrawal: '1' } }
    const { status, json } = await request(item)
    expect(status).toBe(200)
    expect(json).toMatchObject({ entityType: 'payout-list', error: null })
    const [payout] = json.entityBody.items
    expect(payout).toEqual({
      ...item,
      id: expect.stringMatching(/^FPA_/),
      payoutDate: '2026-11-25',
      requestedAt: '2026-11-25T10:00:00+09:00',
      status: 'IN_PROGRESS',
      error: null,
    })
    expect((await query(payout.id)).status).toBe('IN_PROGRESS')
    await advance(scene, MINUTE_MS)
    expect(await query(payout.id)).toMatchObject({ status: 'COMPLETED', error: null })
  })

  test('waits as REQUESTED first where the rule says so (§12 no. 11)', async () => {
    const other = await openScene({ machineClock: () => MORNING, rules: { expressWaits: true } })
    await fund(other, 10_000)
    const { json } = await post(other, '/v2/payouts', [express(await approved(other))])
    const [{ id, status }] = json.entityBody.items
    expect(status).toBe('REQUESTED')
    await advance(other, MINUTE_MS)
    expect((await get(other, `/v2/payouts/${id}`)).json.entityBody.status).toBe('IN_PROGRESS')
    await advance(other, MINUTE_MS)
    expect((await get(other, `/v2/payouts/${id}`)).json.entityBody.status).toBe('COMPLETED')
    await other.close()
  })

  test.each([
    ['before eight', -2 * HOUR_MS - 1, 'INVALID_PAYABLE_DATE'],
    ['at three', 5 * HOUR_MS, 'INVALID_PAYABLE_DATE'],
    ['on a Saturday', 3 * DAY_MS, 'NOT_ALLOWED_HOLIDAY'],
    ['on Christmas', 30 * DAY_MS, 'NOT_ALLOWED_HOLIDAY'],
  ])('is refused %s', async (_, ms, code) => {
    await advance(scene, ms)
    expect(await request(express(seller))).toMatchObject({ status: 400, json: { error: { code } } })
  })

  test.each([
    ['at eight', -2 * HOUR_MS],
    ['a second before three', 5 * HOUR_MS - 1_000],
  ])('is taken %s', async (_, ms) => {
    await advance(scene, ms)
    expect((await request(express(seller))).status).toBe(200)
  })
})

describe('Toss §3.9, §11.1 no. 21: a SCHEDULED payout', () => {
  test('waits for nine o’clock of its day', async () => {
    const { id, status, payoutDate } = await pay(scheduled(seller, '2026-11-26'))
    expect([status, payoutDate]).toEqual(['REQUESTED', '2026-11-26'])
    await advance(scene, DAY_MS - HOUR_MS - 1_000)
    expect((await query(id)).status).toBe('REQUESTED')
    await advance(scene, 1_000)
    expect((await query(id)).status).toBe('IN_PROGRESS')
    await advance(scene, MINUTE_MS)
    expect((await query(id)).status).toBe('COMPLETED')
  })

  test('may be asked for at any hour of any day', async () => {
    await advance(scene, 3 * DAY_MS + 12 * HOUR_MS) // Saturday, ten in the evening
    expect((await request(scheduled(seller, '2026-11-30'))).status).toBe(200)
  })

  test.each([
    ['today', '2026-11-25', 'INVALID_PAYABLE_DATE'],
    ['yesterday', '2026-11-24', 'INVALID_PAYABLE_DATE'],
    ['more than a year ahead', '2027-11-26', 'INVALID_PAYABLE_DATE'],
    ['a Sunday', '2026-11-29', 'NOT_ALLOWED_HOLIDAY'],
    ['a lunar holiday', '2027-02-08', 'NOT_ALLOWED_HOLIDAY'],
    ['a substitute', '2027-10-04', 'NOT_ALLOWED_HOLIDAY'],
    ['no day at all', '2027-02-30', 'INVALID_PAYABLE_DATE'],
  ])('is refused for %s', async (_, day, code) => {
    expect(await request(scheduled(seller, day))).toMatchObject({ status: 400, json: { error: { code } } })
  })

  test('is taken for a year from now', async () => {
    expect((await request(scheduled(seller, '2027-11-25'))).status).toBe(200)
  })

  test('can be cancelled until then, and its money is there again', async () => {
    const { id } = await pay(scheduled(seller, '2026-11-26', 40_000_000 / 10))
    expect((await balance()).availableAmount.value).toBe(96_000_000)
    expect((await cancel(id)).json).toMatchObject({
      entityType: 'payout',
      entityBody: { id, status: 'CANCELED' },
    })
    expect((await balance()).availableAmount.value).toBe(100_000_000)
    expect((await cancel(id)).status).toBe(403)
    await advance(scene, 2 * DAY_MS)
    expect((await query(id)).status).toBe('CANCELED')
  })

  test.each(['IN_PROGRESS', 'COMPLETED'])('cannot be cancelled once it is %s', async (status) => {
    const { id } = await pay(scheduled(seller, '2026-11-26'))
    await advance(scene, DAY_MS - HOUR_MS + (status === 'COMPLETED' ? MINUTE_MS : 0))
    expect((await cancel(id)).json).toMatchObject({ entityBody: null, error: { code: 'FORBIDDEN_REQUEST' } })
    expect((await query(id)).status).toBe(status)
  })

  test('is the only kind that can be', async () => {
    const { id } = await pay(express(seller))
    expect((await cancel(id)).json.error.code).toBe('FORBIDDEN_REQUEST')
  })
})

describe('Toss §3.9, §11.1 no. 21: all or nothing', () => {
  test('a hundred are taken together, and one more is not', async () => {
    const items = Array.from({ length: 100 }, () => express(seller, 10))
    expect((await request(...items)).json.entityBody.items).toHaveLength(100)
    expect((await request(...items, express(seller, 10))).json.error.code).toBe('INVALID_REQUEST')
    expect((await request()).json.error.code).toBe('INVALID_REQUEST')
  })

  test('one that is refused takes the others with it, and the first says why', async () => {
    const bad = [express(seller, 0), express('seller_nobody'), scheduled(seller, '2026-11-29')]
    for (const [index, code] of ['INVALID_REQUEST', 'NOT_FOUND', 'NOT_ALLOWED_HOLIDAY'].entries()) {
      expect((await request(express(seller), ...bad.slice(index))).json.error.code).toBe(code)
    }
    expect((await get(scene, '/v2/payouts')).json.entityBody.items).toEqual([])
  })

  test('together they may not be more than is there', async () => {
    await fund(scene, -99_990_000)
    const items = [express(seller, 6_000), express(seller, 4_001)]
    expect((await request(...items)).json.error.code).toBe('NOT_ENOUGH_AMOUNT')
    expect((await balance()).availableAmount.value).toBe(10_000)
    expect((await request(items[0], express(seller, 4_000))).status).toBe(200)
    expect((await balance()).availableAmount.value).toBe(0)
  })

  test.each([
    ['no reference', { refPayoutId: '' }],
    ['a reference beyond 50 characters', { refPayoutId: 'x'.repeat(51) }],
    ['another schedule', { scheduleType: 'SOON' }],
    ['a day with EXPRESS', { payoutDate: '2026-11-26' }],
    ['a billion won', { amount: { currency: 'KRW', value: 1_000_000_000 } }],
    ['half a won', { amount: { currency: 'KRW', value: 0.5 } }],
    ['less than nothing', { amount: { currency: 'KRW', value: -1 } }],
    ['dollars', { amount: { currency: 'USD', value: 1 } }],
    ['eight characters on the statement', { transactionDescription: '포스페이 정산금' }],
    ['six pairs of metadata', { metadata: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' } }],
  ])('%s is refused', async (_, change) => {
    expect((await request({ ...express(seller), ...change })).json.error.code).toBe('INVALID_REQUEST')
  })

  test('a number as text is understood', async () => {
    const { amount } = await pay(express(seller, 5_000, { amount: { currency: 'KRW', value: '500' } }))
    expect(amount).toEqual({ currency: 'KRW', value: 500 })
  })
})

describe('Toss §3.9, §11.1 no. 21: who is paid', () => {
  test.each(['APPROVAL_REQUIRED', 'KYC_REQUIRED'])(
    'nobody who is %s; the refusal names the payout',
    async (status) => {
      await scene.control('POST', `/__sim/sellers/${seller}`, { status })
      const item = express(seller)
      const { status: httpStatus, json } = await request(item)
      expect(httpStatus).toBe(403)
      expect(json.error).toMatchObject({
        code: 'FORBIDDEN_SELLER_PAYOUT',
        message: expect.stringContaining(item.refPayoutId),
      })
    },
  )

  test('who is approved in part gets ten million a week; who is asked more for must be known', async () => {
    await pay(express(seller, 9_999_999))
    expect((await request(express(seller, 1))).status).toBe(200)
    expect((await request(express(seller, 1))).json.error.code).toBe('FORBIDDEN_SELLER_PAYOUT')
    expect((await get(scene, `/v2/sellers/${seller}`)).json.entityBody.status).toBe('KYC_REQUIRED')
    await scene.control('POST', `/__sim/sellers/${seller}`, { status: 'APPROVED' })
    expect((await request(express(seller, 20_000_000))).status).toBe(200)
  })

  test('the week is over after seven days, and what failed does not count', async () => {
    const { id } = await pay(express(seller, 10_000_000))
    await play(id, 'fail')
    await pay(express(seller, 10_000_000))
    await advance(scene, 7 * DAY_MS)
    expect((await request(express(seller, 10_000_000))).status).toBe(200)
  })

  test('an individual who has answered', async () => {
    const id = await approved(scene, { company: undefined, ...individual() })
    expect((await request(express(id))).json.error.code).toBe('FORBIDDEN_SELLER_PAYOUT')
    await scene.control('POST', `/__sim/sellers/${id}`, { status: 'PARTIALLY_APPROVED' })
    expect((await request(express(id))).status).toBe(200)
  })

  test.each([
    ['295', '77701777777'],
    ['011', '3025353430761'],
    ['002', '02004240994312'],
  ])(
    'bank %s refuses the account %s: the payout fails, and its money is there again',
    async (bankCode, number) => {
      const account = { bankCode, accountNumber: number, holderName: '주식회사 하늘' }
      const { id, status } = await pay(express(await approved(scene, { account }), 7_000))
      expect(status).toBe('IN_PROGRESS')
      expect((await balance()).availableAmount.value).toBe(99_993_000)
      await advance(scene, MINUTE_MS)
      expect(await query(id)).toMatchObject({
        status: 'FAILED',
        error: { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) },
      })
      expect((await balance()).availableAmount.value).toBe(100_000_000)
    },
  )
})

describe('what nobody says about a reference', () => {
  test('the simulator pays the same one twice, since that is what hurts', async () => {
    const item = express(seller)
    const [one, two] = [await pay(item), await pay(item)]
    expect(one.id).not.toBe(two.id)
  })

  test('with the rule it refuses the second', async () => {
    const strict = await openScene({ machineClock: () => MORNING, rules: { refusesUsedReference: true } })
    await fund(strict, 100_000)
    const item = express(await approved(strict))
    expect((await post(strict, '/v2/payouts', [item, item])).json.error.code).toBe('DUPLICATED_REQUEST')
    expect((await post(strict, '/v2/payouts', [item])).status).toBe(200)
    expect((await post(strict, '/v2/payouts', [item])).json.error.code).toBe('DUPLICATED_REQUEST')
    await strict.close()
  })

  test('twenty at once under one key are one payout (§6)', async () => {
    const item = express(seller)
    const ask = () => post(scene, '/v2/payouts', [item], { headers: { 'idempotency-key': 'once' } })
    const statuses = (await Promise.all(Array.from({ length: 20 }, ask))).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set(statuses.includes(409) ? [200, 409] : [200]))
    expect((await get(scene, '/v2/payouts')).json.entityBody.items).toHaveLength(1)
  })
})

describe('Toss §3.9: the list of payouts', () => {
  test('is paged, and by the day they are paid on', async () => {
    const ids = []
    for (const day of ['2026-11-26', '2026-11-27', '2026-11-30'])
      ids.push((await pay(scheduled(seller, day))).id)
    const list = async (search: string) => (await get(scene, `/v2/payouts?${search}`)).json.entityBody
    const first = await list('limit=2')
    expect(first).toMatchObject({ hasMore: true, nextCursor: ids[1] })
    expect((await list(`limit=2&startingAfter=${ids[1]}`)).items).toMatchObject([{ id: ids[2] }])
    const between = await list('payoutDateGte=2026-11-27&payoutDateLte=2026-11-27')
    expect(between.items).toMatchObject([{ id: ids[1] }])
  })

  test('an unknown one is 404 PAYOUT_NOT_FOUND', async () => {
    const { status, json } = await get(scene, '/v2/payouts/FPA_nobody')
    expect([status, json.error.code]).toEqual([404, 'PAYOUT_NOT_FOUND'])
    expect(await cancel('FPA_nobody')).toMatchObject({ status: 404 })
  })
})

describe('Toss §3.9, §11.1 no. 21: the balance', () => {
  test('a sale is pending two days before it is settled, and available then', async () => {
    const other = await openScene({ machineClock: () => MORNING, payouts: true })
    const shown = async () => (await get(other, '/v2/balances')).json.entityBody
    const won = (value: number) => ({ currency: 'KRW', value })
    await other.confirm(await other.authenticate({ amount: 10_000 }))
    expect(await shown()).toEqual({ pendingAmount: won(0), availableAmount: won(0) })
    await advance(other, DAY_MS)
    expect(await shown()).toEqual({ pendingAmount: won(9_692), availableAmount: won(0) })
    await advance(other, DAY_MS)
    expect(await shown()).toEqual({ pendingAmount: won(0), availableAmount: won(9_692) })
    const { json } = await post(other, '/v2/payouts', [express(await approved(other), 9_693)])
    expect(json.error.code).toBe('NOT_ENOUGH_AMOUNT')
    await other.close()
  })

  test('with test keys says nothing of what is pending', async () => {
    const strict = await openScene({ rules: { paysOutAsLive: false } })
    const { json } = await get(strict, '/v2/balances')
    expect(json).toMatchObject({ entityType: 'balance' })
    expect(json.entityBody).toEqual({ availableAmount: { currency: 'KRW', value: 0 } })
    await strict.close()
  })
})

describe('the controls', () => {
  test('fail what is on its way or arrived, complete what failed, and return what arrived', async () => {
    const { id } = await pay(express(seller, 7_000))
    const steps: [string, string, number][] = [
      ['fail', 'FAILED', 100_000_000],
      ['complete', 'COMPLETED', 99_993_000],
      ['return', 'FAILED', 100_000_000],
      ['complete', 'COMPLETED', 99_993_000],
      ['fail', 'FAILED', 100_000_000],
    ]
    for (const [wish, status, available] of steps) {
      expect((await play(id, wish)).json.status).toBe(status)
      expect((await query(id)).status).toBe(status)
      expect((await balance()).availableAmount.value).toBe(available)
    }
  })

  test('fail with the code that is wished for', async () => {
    const { id } = await pay(express(seller))
    await play(id, 'fail', 'EXCEED_MAX_ONE_DAY_AMOUNT')
    expect((await query(id)).error).toEqual({
      code: 'EXCEED_MAX_ONE_DAY_AMOUNT',
      message: '일일 한도를 초과했습니다.',
    })
  })

  test('refuse what cannot be', async () => {
    const { id } = await pay(express(seller))
    expect((await play(id, 'return')).status).toBe(400)
    expect((await play(id, 'lose')).status).toBe(400)
    expect((await play(id, 'fail', 'MADE_UP')).status).toBe(400)
    expect((await play('FPA_nobody', 'fail')).status).toBe(404)
    expect((await scene.control('POST', '/__sim/balances', { amount: '1' })).status).toBe(400)
  })

  test('list every payout with what is left for more', async () => {
    const { id } = await pay(express(seller, 7_000))
    const { json } = await scene.control('GET', '/__sim/payouts')
    expect(json).toMatchObject({ balance: { available: 99_993_000, pending: 0 }, items: [{ id }] })
  })
})
