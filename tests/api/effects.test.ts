import { beforeAll, describe, expect, test } from 'vitest'
import { call, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, query, newPerson } = openSite()
let renter: Person
let cookie: string
let paid: { orderId: string; paymentKey: string; amount: number }
let done: string

beforeAll(async () => {
  renter = await newPerson()
  cookie = (await renter.webLogin()).cookie
  done = await renter.charge(30_000)
  paid = await renter.paidOrder(10_000)
})

/** What reading may touch: when a session was last seen, and what limits count. */
const READING = ['sessions', 'rate_limits']
/** What the worker writes at its own pace, all of it drawn from tables that are looked at. */
const WORKER = [
  'job_runs',
  'account_days',
  'roll_up',
  'closed_days',
  'verification_runs',
  'reconciliation_runs',
]
const MAY_CHANGE = [...READING, ...WORKER]

/** What the worker has still to do, causes before the mails that come of them: until it has, its rows do not stand still. */
const DUE = [
  `bookings where status in ('HELD', 'REQUESTED') and expires_at <= now()`,
  `bookings where status = 'CONFIRMED' and ends_at <= now()`,
  'untold_payments',
  'webhook_events where due_at is not null',
  'notifications where mail_due_at is not null',
]

async function untilAtRest(): Promise<void> {
  const due = async () => {
    const left = []
    for (const rows of DUE) left.push(...(await query(`select from ${rows}`)))
    return left.length
  }
  await expect.poll(due, { timeout: 15_000 }).toBe(0)
}

/** Every other table's rows, as one number per table. */
async function fingerprint(): Promise<Record<string, string>> {
  await untilAtRest()
  const tables = await query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const names = tables.map(({ name }) => name).filter((name) => !MAY_CHANGE.includes(name))
  const hashes = names.map(async (name) => {
    const [row] = await query<{ hash: string }>(
      `select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as hash from "${name}" t`,
    )
    return [name, row!.hash] as const
  })
  return Object.fromEntries(await Promise.all(hashes))
}

const successPath = ({ orderId, paymentKey, amount }: typeof paid) =>
  `/wallet/charge/success?orderId=${orderId}&paymentKey=${encodeURIComponent(paymentKey)}&amount=${amount}`

describe('reading', () => {
  test('the return address twenty times takes and credits nothing', async () => {
    const before = await fingerprint()
    for (let visit = 0; visit < 20; visit++) {
      const answer = await call(url, 'GET', successPath(paid), { cookie })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toContain('no-store')
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    }
    expect(await fingerprint()).toEqual(before)
  })

  test('the return address as a link scanner, a prefetch or a HEAD takes nothing', async () => {
    const before = await fingerprint()
    const visits: [string, Record<string, string>][] = [
      ['GET', { 'user-agent': 'Slackbot-LinkExpanding 1.0' }],
      ['GET', { 'sec-purpose': 'prefetch', purpose: 'prefetch' }],
      ['GET', { rsc: '1', 'next-router-prefetch': '1' }],
      ['HEAD', {}],
    ]
    for (const [method, headers] of visits) {
      await call(url, method, successPath(paid), { cookie, headers })
      await call(url, method, successPath(paid), { headers })
    }
    expect(await fingerprint()).toEqual(before)
  })

  test('every address there is changes nothing', async () => {
    const history = '/api/v1/wallet/transactions'
    const pages = ['/', '/signup', '/signup/social', '/login', '/terms', '/privacy', '/account', '/wallet']
    const charge = [
      '/wallet/charge',
      '/wallet/history',
      `/wallet/charge/${done}`,
      `/wallet/charge/${paid.orderId}`,
    ]
    const returns = [
      successPath(paid),
      successPath({ ...paid, amount: 1 }),
      `/wallet/charge/success?orderId=${done}&paymentKey=k&amount=30000`,
      `/wallet/charge/fail?code=PAY_PROCESS_CANCELED&message=x&orderId=${paid.orderId}`,
    ]
    const api = ['/api/health', '/api/ready', '/api/v1/wallet', history, `${history}?limit=1`]
    const orders = [
      `/api/v1/orders/${done}`,
      `/api/v1/orders/${paid.orderId}`,
      `/api/v1/orders/${paid.orderId}/confirm`,
    ]
    const auth = [
      '/api/auth/session',
      '/api/auth/csrf',
      '/api/auth/providers',
      '/api/auth/signout',
      '/api/auth/signin',
    ]
    const before = await fingerprint()
    for (const path of [...pages, ...charge, ...returns, ...api, ...orders, ...auth]) {
      const { status } = await call(url, 'GET', path, { cookie })
      expect(status, path).toBeLessThan(500)
    }
    expect(await fingerprint()).toEqual(before)
    expect((await call(url, 'GET', '/api/v1/wallet', { cookie })).status, 'still logged in').toBe(200)
  })

  test('the failure address marks nothing as failed and repeats nobody’s words', async () => {
    const before = await fingerprint()
    const message = encodeURIComponent('<script>alert(1)</script> 고객센터 010-1234-5678')
    const answer = await call(
      url,
      'GET',
      `/wallet/charge/fail?code=FAKE_CODE&message=${message}&orderId=${paid.orderId}`,
      { cookie },
    )
    expect(answer.status).toBe(200)
    expect(answer.text.replace(/<script[\s\S]*?<\/script>/g, '')).not.toContain('010-1234-5678')
    expect(answer.text).not.toContain('<script>alert(1)')
    expect(await fingerprint()).toEqual(before)
  })
})
