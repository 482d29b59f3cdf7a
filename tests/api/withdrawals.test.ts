import { beforeAll, describe, expect, test } from 'vitest'
import { addDays, kstDay } from '@/lib/time'
import { call, newKey, type Answer, type Person } from '../support/api'
import { giveSecondFactor } from '../support/operators'
import { openSite } from '../support/running-site'
import { plantSpace } from '../support/spaces'

const { url, toss, query, newPerson } = openSite()
const DAY = addDays(kstDay(new Date()), 21)
const ACCOUNT = '/api/v1/owner/bank-account'
const outcome = ({ status, body }: Answer) => [status, body.code]
let renter: Person
let nextHour = 9

beforeAll(async () => {
  renter = await newPerson()
  await renter.charge(1_000_000)
})

const account = (ending = '1234') => ({
  bankCode: '90',
  accountNumber: `333-30-${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}${ending}`,
  holderName: '김하늘',
})

const put = (person: Person, body: unknown) => call(url, 'PUT', ACCOUNT, { token: person.token, body })

/** The digits that came with the 1 won to an account that ends so. */
async function codeFor(tail: string): Promise<string> {
  const transfers = await toss.transfers()
  return transfers.find(({ amount, accountNumber }) => amount === 1 && accountNumber.endsWith(tail))!.code!
}

async function haveAccount(person: Person, ending: string): Promise<void> {
  expect((await put(person, account(ending))).status).toBe(200)
  const { status } = await person.post(`${ACCOUNT}/verify`, { code: await codeFor(ending) })
  expect(status).toBe(200)
}

/** Somebody whose place was booked and paid for: 90 % of the price is theirs. */
async function richOwner(price: number, ending: string): Promise<Person> {
  const owner = await newPerson()
  const spaceId = await plantSpace(query, owner.email, { hourly_price: price })
  const hour = (at: number) => `${DAY}T${String(at).padStart(2, '0')}:00:00+09:00`
  const slot = { spaceId, startAt: hour(nextHour), endAt: hour(nextHour + 1) }
  nextHour = 9 + ((nextHour - 8) % 12)
  const { body } = await renter.post('/api/v1/bookings', slot)
  expect((await renter.post(`/api/v1/bookings/${body.bookingId}/pay`, {})).status).toBe(200)
  await haveAccount(owner, ending)
  return owner
}

describe('a bank account', () => {
  test('is verified by the digits that come with 1 won, and shown by its last four', async () => {
    const owner = await newPerson()
    const begun = await put(owner, account('7001'))
    expect(begun.body).toEqual({
      bankCode: '90',
      accountNumber: '****7001',
      holderName: '김하늘',
      status: 'VERIFYING',
      usableFrom: null,
    })
    const verified = await owner.post(`${ACCOUNT}/verify`, { code: await codeFor('7001') })
    expect(verified.body).toMatchObject({
      status: 'VERIFIED',
      usableFrom: expect.stringMatching(/\+09:00$/),
    })
    expect(outcome(await owner.post(`${ACCOUNT}/verify`, { code: '0000' }))).toEqual([409, 'STATE_CONFLICT'])
  })

  test.each([
    ['a bank that is none', { bankCode: 'XX' }],
    ['letters for a number', { accountNumber: 'abcdefgh' }],
    ['no holder', { holderName: ' ' }],
    ['something else besides', { more: 1 }],
    ['an account that is not there', { accountNumber: '3330000009002' }],
    ["somebody else's account", { accountNumber: '3330000009001' }],
  ])('is refused with %s', async (_, change) => {
    expect(outcome(await put(await newPerson(), { ...account(), ...change }))).toEqual([
      400,
      'INVALID_REQUEST',
    ])
  })

  test('needs a login younger than five minutes', async () => {
    const owner = await newPerson()
    await query(
      `update sessions set created_at = created_at - interval '6 minutes' where user_id = (select id from users where email = $1)`,
      [owner.email],
    )
    expect(outcome(await put(owner, account()))).toEqual([403, 'REAUTH_REQUIRED'])
    expect(outcome(await owner.post(`${ACCOUNT}/verify`, { code: '1234' }))).toEqual([403, 'REAUTH_REQUIRED'])
  })
})

describe('a withdrawal', () => {
  test('is accepted, is the same for the same key, and arrives', async () => {
    const owner = await richOwner(100_000, '7101')
    const key = newKey()
    const made = await owner.post('/api/v1/withdrawals', { amount: 50_000 }, { key })
    expect([made.status, made.body]).toEqual([
      202,
      { withdrawalId: expect.any(String), amount: 50_000, status: 'APPROVED' },
    ])
    const again = await owner.post('/api/v1/withdrawals', { amount: 50_000 }, { key })
    expect([again.status, again.body.withdrawalId]).toEqual([202, made.body.withdrawalId])
    expect(again.headers.get('idempotent-replay')).toBe('true')
    const other = await owner.post('/api/v1/withdrawals', { amount: 40_000 }, { key })
    expect(outcome(other)).toEqual([422, 'IDEMPOTENCY_MISMATCH'])

    const path = `/api/v1/withdrawals/${made.body.withdrawalId}`
    await expect.poll(async () => (await owner.get(path)).body.status, { timeout: 20_000 }).toBe('COMPLETED')
    expect((await owner.get(path)).body).toMatchObject({ amount: 50_000, reason: null })
    expect((await owner.get('/api/v1/withdrawals')).body.items).toMatchObject([{ status: 'COMPLETED' }])
    expect((await owner.get('/api/v1/wallet')).body.withdrawable).toBe(40_000)
    const history = await owner.get('/api/v1/wallet/transactions?wallet=withdrawable')
    expect(history.body.items[0]).toMatchObject({
      type: 'withdraw',
      amount: -50_000,
      reference: made.body.withdrawalId,
    })
    expect(outcome(await renter.get(path))).toEqual([404, 'NOT_FOUND'])
  })

  test('that the bank cannot carry out comes back with the reason', async () => {
    const owner = await richOwner(100_000, '9003')
    const { body } = await owner.post('/api/v1/withdrawals', { amount: 90_000 })
    const path = `/api/v1/withdrawals/${body.withdrawalId}`
    await expect.poll(async () => (await owner.get(path)).body.status, { timeout: 20_000 }).toBe('FAILED')
    expect((await owner.get(path)).body).toMatchObject({
      reason: expect.stringMatching(/계좌/),
      completedAt: null,
    })
    expect((await owner.get('/api/v1/wallet')).body.withdrawable).toBe(90_000)
  })

  test('above the limit waits for people', async () => {
    await renter.charge(900_000)
    const owner = await richOwner(1_200_000, '7102')
    const { body } = await owner.post('/api/v1/withdrawals', { amount: 1_000_001 })
    expect(body.status).toBe('REQUESTED')
  })

  test('is refused by name', async () => {
    const nobody = await newPerson()
    expect(outcome(await nobody.post('/api/v1/withdrawals', { amount: 10_000 }))).toEqual([
      409,
      'STATE_CONFLICT',
    ])
    const poor = await newPerson()
    await haveAccount(poor, '7103')
    for (const [amount, refused] of [
      [10_000, [422, 'INSUFFICIENT_BALANCE']],
      [999, [422, 'LIMIT_EXCEEDED']],
      [0, [400, 'INVALID_AMOUNT']],
      [1.5, [400, 'INVALID_AMOUNT']],
    ] as const) {
      expect(outcome(await poor.post('/api/v1/withdrawals', { amount })), String(amount)).toEqual(refused)
    }
    await query(`update users set status = 'frozen' where email = $1`, [poor.email])
    expect(outcome(await poor.post('/api/v1/withdrawals', { amount: 10_000 }))).toEqual([
      403,
      'ACCOUNT_FROZEN',
    ])
  })
})

describe('the pages for operators', () => {
  test('are not there for anybody without a role, nor the ones about money of owners for those who may not let any out', async () => {
    const person = await newPerson()
    const { cookie } = await person.webLogin()
    await giveSecondFactor(query, person)
    const BOOKS = ['/admin/ledger', '/admin/ledger/search', '/admin/statements', '/admin/adjustments']
    const MONEY = [...BOOKS, '/admin/withdrawals', '/admin/withholding', '/admin/reports', '/admin/go-live']
    const PAGES = [...MONEY, '/admin/reconciliation', '/admin/webhooks']
    const visit = () =>
      Promise.all(PAGES.map(async (page) => (await call(url, 'GET', page, { cookie })).status))
    expect(await visit()).toEqual(PAGES.map(() => 404))
    await query(`update users set roles = '{viewer}' where email = $1`, [person.email])
    expect(await visit()).toEqual(PAGES.map((page) => (MONEY.includes(page) ? 404 : 200)))
    await query(`update users set roles = '{finance_approver}' where email = $1`, [person.email])
    expect(await visit()).toEqual(PAGES.map(() => 200))
  })
})
