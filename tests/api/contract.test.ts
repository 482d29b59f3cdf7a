import { beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '@/app/api/v1/endpoints'
import { describeEndpoints } from '@/lib/openapi'
import { call, newSignUp, PASSWORD, type Answer, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, newPerson } = openSite()
let renter: Person

beforeAll(async () => {
  renter = await newPerson()
})

const KST_TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+09:00$/)
const ORDER_ID = expect.stringMatching(/^[A-Za-z0-9_-]{22,64}$/)

function expectRefusal(answer: Answer, status: number, code: string) {
  expect(answer.status).toBe(status)
  expect(answer.body).toStrictEqual({
    code,
    message: expect.stringMatching(/[가-힣]/),
    requestId: answer.headers.get('x-request-id'),
  })
  expect(answer.headers.get('cache-control')).toContain('no-store')
}

describe('signing up', () => {
  test('makes a user whose wallet is empty', async () => {
    const signUp = newSignUp()
    const made = await call(url, 'POST', '/api/v1/users', { body: signUp })
    expect(made.status).toBe(201)
    expect(made.body).toStrictEqual({ userId: expect.any(String), email: signUp.email, name: '김하늘' })
    expect(made.text).not.toContain(PASSWORD)
  })

  test.each([
    ['without the terms', { terms: undefined }],
    ['with terms that are no longer in force', { terms: '2020-01-01' }],
    ['with a short password', { password: '1234567' }],
    ['with the role of an operator', { roles: ['admin'] }],
    ['with a balance', { balance: 1_000_000 }],
    ['with an address that is none', { email: 'nobody' }],
  ])('is refused %s', async (_, change) => {
    const answer = await call(url, 'POST', '/api/v1/users', { body: { ...newSignUp(), ...change } })
    expectRefusal(answer, 400, 'INVALID_REQUEST')
  })

  test('answers alike for an e-mail that is taken, however it is written, and lets nobody in', async () => {
    const body = { ...newSignUp(), email: renter.email.toUpperCase(), password: 'not the password' }
    const answer = await call(url, 'POST', '/api/v1/users', { body })
    expect(answer.status).toBe(201)
    expect(answer.body).toStrictEqual({ userId: expect.any(String), email: renter.email, name: '김하늘' })
    const login = { email: renter.email, password: body.password }
    expectRefusal(await call(url, 'POST', '/api/v1/sessions', { body: login }), 401, 'UNAUTHENTICATED')
    expect((await renter.get('/api/v1/wallet')).status).toBe(200)
  })
})

describe('a session', () => {
  test('is a token with its end, and sets no cookie', async () => {
    const body = { email: renter.email, password: PASSWORD }
    const answer = await call(url, 'POST', '/api/v1/sessions', { body })
    expect(answer.status).toBe(201)
    expect(answer.body).toStrictEqual({ token: expect.any(String), expiresAt: KST_TIME })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('cache-control')).toContain('no-store')
  })

  test('ends alone: its token stops working and the others go on', async () => {
    const body = { email: renter.email, password: PASSWORD }
    const { token } = (await call(url, 'POST', '/api/v1/sessions', { body })).body
    expect((await call(url, 'DELETE', '/api/v1/sessions', { token })).status).toBe(204)
    expectRefusal(await call(url, 'GET', '/api/v1/wallet', { token }), 401, 'UNAUTHENTICATED')
    expectRefusal(await renter.post('/api/v1/orders', { amount: 10_000 }, { token }), 401, 'UNAUTHENTICATED')
    expect((await renter.get('/api/v1/wallet')).status).toBe(200)
  })

  test('is refused alike for a wrong password and for an unknown e-mail', async () => {
    const wrong = { email: renter.email, password: 'not the password' }
    const unknown = { email: 'nobody@example.com', password: 'not the password' }
    const answers = [
      await call(url, 'POST', '/api/v1/sessions', { body: wrong }),
      await call(url, 'POST', '/api/v1/sessions', { body: unknown }),
    ]
    answers.forEach((answer) => expectRefusal(answer, 401, 'UNAUTHENTICATED'))
    expect(answers[0]!.body.message).toBe(answers[1]!.body.message)
  })
})

describe('the wallet', () => {
  test('shows its parts and what may be charged now', async () => {
    const answer = await renter.get('/api/v1/wallet')
    expect(answer.status).toBe(200)
    expect(answer.body).toStrictEqual({
      balance: 0,
      pending: 0,
      withdrawable: 0,
      debt: 0,
      charge: { min: expect.any(Number), max: 2_000_000 },
    })
    expect(answer.headers.get('cache-control')).toContain('no-store')
  })

  test('lists its entries newest first, signed, page by page, each once', async () => {
    const person = await newPerson()
    const orders = []
    for (const amount of [10_000, 20_000, 30_000]) orders.push(await person.charge(amount))
    const first = await person.get('/api/v1/wallet/transactions?limit=2')
    expect(first.body).toStrictEqual({
      items: [
        {
          id: expect.any(String),
          type: 'charge',
          amount: 30_000,
          balanceAfter: 60_000,
          occurredAt: KST_TIME,
          title: '충전',
          reference: orders[2],
        },
        expect.objectContaining({ amount: 20_000, balanceAfter: 30_000, reference: orders[1] }),
      ],
      nextCursor: expect.any(String),
    })
    const rest = await person.get(`/api/v1/wallet/transactions?limit=2&cursor=${first.body.nextCursor}`)
    expect(rest.body).toMatchObject({ items: [{ amount: 10_000, reference: orders[0] }], nextCursor: null })
    expect((await person.get('/api/v1/wallet')).body).toMatchObject({
      balance: 60_000,
      charge: { max: 1_940_000 },
    })
  })

  test.each(['wallet=pending', 'wallet=withdrawable', 'type=suspense_in'])(
    'has nothing under %s',
    async (query) => {
      const answer = await renter.get(`/api/v1/wallet/transactions?${query}`)
      expect(answer.body).toStrictEqual({ items: [], nextCursor: null })
    },
  )

  test.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=all',
    'cursor=first',
    'cursor=-1',
    "cursor=1'%20or%201=1--",
    'cursor=99999999999999999999999',
    'wallet=charge_debt',
    'wallet=pg_receivable',
    "type=charge'%20or%201=1--",
    'type=%00',
  ])('refuses %s', async (query) => {
    expectRefusal(await renter.get(`/api/v1/wallet/transactions?${query}`), 400, 'INVALID_REQUEST')
  })

  test("shows one's own entries only, whoever the query names", async () => {
    const other = await newPerson()
    const answer = await other.get(`/api/v1/wallet/transactions?userId=${renter.email}&filter[userId]=x`)
    expect(answer.body).toStrictEqual({ items: [], nextCursor: null })
  })
})

describe('an order', () => {
  test('is made READY, with what the payment window needs', async () => {
    const answer = await renter.post('/api/v1/orders', { amount: 50_000 })
    expect(answer.status).toBe(201)
    expect(answer.body).toStrictEqual({
      orderId: ORDER_ID,
      amount: 50_000,
      orderName: expect.stringMatching(/[가-힣]/),
      customerKey: expect.stringMatching(/^[A-Za-z0-9\-_=.@]{2,300}$/),
      status: 'READY',
      expiresAt: KST_TIME,
    })
  })

  test('says where it stands', async () => {
    const orderId = await renter.order(50_000)
    const answer = await renter.get(`/api/v1/orders/${orderId}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toStrictEqual({
      orderId,
      amount: 50_000,
      status: 'READY',
      method: null,
      receiptUrl: null,
      virtualAccount: null,
      failure: null,
      refundable: 0,
      refunds: [],
      createdAt: KST_TIME,
      approvedAt: null,
    })
  })

  test('of another looks exactly like one that does not exist', async () => {
    const mine = await renter.order(10_000)
    const stranger = await newPerson()
    const withoutId = ({ status, headers, text, body }: Answer) => ({
      status,
      type: headers.get('content-type'),
      text: text.replace(body.requestId, ''),
    })
    const random = `${'A'.repeat(mine.length - 1)}x`
    const paths = [mine, random].map((id) => `/api/v1/orders/${id}`)
    const [others, none] = await Promise.all(paths.map((path) => stranger.get(path)))
    expectRefusal(others!, 404, 'NOT_FOUND')
    expect(withoutId(others!)).toEqual(withoutId(none!))
    const confirm = { paymentKey: 'test_key', amount: 10_000 }
    const confirms = await Promise.all(paths.map((path) => stranger.post(`${path}/confirm`, confirm)))
    expectRefusal(confirms[0]!, 404, 'NOT_FOUND')
    expect(withoutId(confirms[0]!)).toEqual(withoutId(confirms[1]!))
  })

  test.each(['%00', "'%20or%201=1--", 'a'.repeat(500), '..%2f..%2fusers', '%F0%9F%92%B8'])(
    'with the id %s is not found',
    async (id) => {
      expectRefusal(await renter.get(`/api/v1/orders/${id}`), 404, 'NOT_FOUND')
    },
  )
})

describe('the site', () => {
  test('says that it lives and that it is ready, and keeps neither answer', async () => {
    for (const path of ['/api/health', '/api/ready']) {
      const answer = await call(url, 'GET', path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toContain('no-store')
    }
  })

  test('documents itself to anybody, with the name of the cookie that it has set', async () => {
    const answer = await call(url, 'GET', '/api/v1/openapi.json')
    expect(answer.status).toBe(200)
    const cookie = (await renter.webLogin()).cookie.split('=')[0]!
    expect(answer.body).toStrictEqual(JSON.parse(JSON.stringify(describeEndpoints(endpoints, cookie))))
  })

  test('refuses an address that it does not have in the words of its other refusals', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      expectRefusal(await call(url, method, '/api/v1/nothing/here'), 404, 'NOT_FOUND')
    }
  })

  test('knows no other method on an address that it has', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect((await call(url, method, '/api/v1/wallet', { token: renter.token })).status).toBe(405)
    }
  })

  test('refuses a live stream to nobody in the same words', async () => {
    expectRefusal(await call(url, 'GET', '/api/events'), 401, 'UNAUTHENTICATED')
  })
})
