import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, newAddress, newSignUp, PASSWORD, Person } from '../support/api'
import { openSite } from '../support/running-site'
import { SiteProcess } from '../support/site-process'
import { NEXT } from '../support/site'
import { findFreePort } from '@/scripts/free-port'
import { waitForOk } from '@/scripts/readiness'

const { url, toss, settings, logFiles, newPerson } = openSite()

/** How many answers had which status. */
function statuses(answers: { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

describe('a limit', () => {
  test('of ten orders a minute holds exactly, also for fifty at once', async () => {
    const person = await newPerson()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => person.post('/api/v1/orders', { amount: 10_000 })),
    )
    expect(statuses(answers)).toEqual({ 201: 10, 429: 40 })
    const refused = answers.find(({ status }) => status === 429)!
    expect(refused.body.code).toBe('RATE_LIMITED')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  })

  test('does not count what is only repeated', async () => {
    const person = await newPerson()
    const key = 'one-and-the-same-key'
    for (let repeat = 0; repeat < 15; repeat++) {
      expect((await person.post('/api/v1/orders', { amount: 10_000 }, { key })).status).toBe(201)
    }
    const order = await person.paidOrder(10_000)
    for (let repeat = 0; repeat < 25; repeat++) expect((await person.confirm(order)).status).toBe(200)
  })

  test('of three hundred requests a minute counts each address for itself', async () => {
    const address = newAddress()
    const answers = []
    for (let wave = 0; wave < 31; wave++) {
      const requests = Array.from({ length: 10 }, () => call(url, 'GET', '/api/v1/wallet', { address }))
      answers.push(...(await Promise.all(requests)))
    }
    expect(statuses(answers)).toEqual({ 401: 300, 429: 10 })
    expect((await call(url, 'GET', '/api/v1/wallet')).status).toBe(401)
  })

  test('believes the nearest proxy only: what the caller wrote before it changes nothing', async () => {
    const address = newAddress()
    const signUps = Array.from({ length: 12 }, () =>
      call(url, 'POST', '/api/v1/users', { body: newSignUp(), address: `${newAddress()}, ${address}` }),
    )
    expect(statuses(await Promise.all(signUps))).toEqual({ 201: 10, 429: 2 })
  })
})

describe('the login', () => {
  test('locks after five errors, for the right password too, and for this account only', async () => {
    const person = await newPerson()
    const logIn = (email: string, password: string) =>
      call(url, 'POST', '/api/v1/sessions', { body: { email, password } })
    for (let error = 0; error < 5; error++)
      expect((await logIn(person.email, 'wrong password')).status).toBe(401)
    const locked = await logIn(person.email, PASSWORD)
    expect([locked.status, locked.body.code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(500)
    await expect(person.webLogin()).rejects.toThrow('no session')
    const other = await newPerson()
    expect((await logIn(other.email, PASSWORD)).status).toBe(201)
  })

  test('never tries more than five of fifty passwords at once', async () => {
    const person = await newPerson()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        call(url, 'POST', '/api/v1/sessions', { body: { email: person.email, password: 'wrong password' } }),
      ),
    )
    expect(statuses(answers)).toEqual({ 401: 5, 429: 45 })
  })

  test('from one address is slowed down across accounts', async () => {
    const address = newAddress()
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, i) =>
        call(url, 'POST', '/api/v1/sessions', {
          address,
          body: { email: `nobody${i}@example.com`, password: 'x' },
        }),
      ),
    )
    expect(statuses(answers)).toEqual({ 401: 20, 429: 5 })
  })
})

describe('with RATE_LIMITS=off', () => {
  let web: SiteProcess
  let open: string

  beforeAll(async () => {
    const port = await findFreePort()
    open = `http://localhost:${port}`
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, ...settings, APP_URL: open, NEXTAUTH_URL: open, RATE_LIMITS: 'off' }
    web = new SiteProcess({ args: [NEXT, 'start', '-p', String(port)], env, logFile: logFiles[0]! })
    web.start()
    await waitForOk(`${open}/api/ready`, 60_000, () => undefined)
  })

  afterAll(() => web.kill())

  test('nothing is counted', async () => {
    const person = await Person.join(open, toss)
    const address = newAddress()
    const orders = await Promise.all(
      Array.from({ length: 30 }, () => person.post('/api/v1/orders', { amount: 10_000 }, { address })),
    )
    expect(statuses(orders)).toEqual({ 201: 30 })
  })
})
