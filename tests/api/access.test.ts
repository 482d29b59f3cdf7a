import { createHmac } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { beforeAll, describe, expect, test } from 'vitest'
import { call, newKey, newSignUp, PASSWORD, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, query, settings, newPerson } = openSite()
let renter: Person
let cookie: string

beforeAll(async () => {
  renter = await newPerson()
  cookie = (await renter.webLogin()).cookie
})

const port = new URL(url).port
const FOREIGN_ORIGINS: (string | undefined)[] = [
  undefined,
  'null',
  '',
  'https://evil.example',
  `http://localhost.evil.example:${port}`,
  `http://localhost:${port}.evil.example`,
  `http://localhost:${Number(port) + 1}`,
  'http://localhost',
  `https://localhost:${port}`,
  `http://evil@localhost:${port}`,
  `http://sub.localhost:${port}`,
  `HTTP://LOCALHOST:${port}/`,
  `http://localhost:${port} http://evil.example`,
]

const origin = (value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { origin: value }
const orderCount = async () => Number((await query('select count(*) from orders'))[0]!.count)

describe('a request with a session cookie', () => {
  test.each(FOREIGN_ORIGINS)('and the Origin %j changes nothing', async (foreign) => {
    const before = await orderCount()
    for (const token of [undefined, renter.token]) {
      const answer = await renter.post(
        '/api/v1/orders',
        { amount: 10_000 },
        { token, cookie, headers: origin(foreign) },
      )
      expect([answer.status, answer.body.code]).toEqual([403, 'CSRF_REJECTED'])
    }
    const logout = await call(url, 'DELETE', '/api/v1/sessions', { cookie, headers: origin(foreign) })
    expect(logout.status).toBe(403)
    expect(await orderCount()).toBe(before)
  })

  test('does not believe a host that the sender names', async () => {
    for (const header of ['x-forwarded-host', 'host', 'x-original-host', 'forwarded']) {
      const headers = { [header]: 'evil.example', origin: 'https://evil.example' }
      const answer = await renter.post(
        '/api/v1/orders',
        { amount: 10_000 },
        { token: undefined, cookie, headers },
      )
      expect(answer.status).toBe(403)
    }
  })

  test('from our own pages is let in', async () => {
    const own = { token: undefined, cookie, headers: { origin: url } }
    expect((await renter.post('/api/v1/orders', { amount: 10_000 }, own)).status).toBe(201)
  })

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'cannot be sent by a form of another site as %s',
    async (type) => {
      const headers = { 'content-type': type, origin: 'https://evil.example' }
      const answer = await renter.post('/api/v1/orders', undefined, {
        token: undefined,
        cookie,
        raw: 'amount=10000',
        headers,
      })
      expect(answer.status).toBe(403)
    },
  )

  test('may read without an Origin', async () => {
    expect((await call(url, 'GET', '/api/v1/wallet', { cookie })).status).toBe(200)
    expect((await call(url, 'HEAD', '/api/v1/wallet', { cookie })).status).toBe(200)
  })
})

describe('a request without a cookie', () => {
  test.each(['https://evil.example', 'null', undefined])(
    'by Bearer needs no Origin (%j)',
    async (foreign) => {
      const answer = await renter.post('/api/v1/orders', { amount: 10_000 }, { headers: origin(foreign) })
      expect(answer.status).toBe(201)
    },
  )

  test('may sign up and log in from anywhere', async () => {
    const headers = { origin: 'https://evil.example' }
    const signUp = newSignUp()
    expect((await call(url, 'POST', '/api/v1/users', { body: signUp, headers })).status).toBe(201)
    const body = { email: signUp.email, password: PASSWORD }
    expect((await call(url, 'POST', '/api/v1/sessions', { body, headers })).status).toBe(201)
  })
})

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function badTokens(): Promise<Record<string, string>> {
  const [session] = await query<{ id: string }>(
    `select sessions.id from sessions join users on users.id = user_id where email = $1 limit 1`,
    [renter.email],
  )
  const sid = session!.id
  const secret = settings.AUTH_SECRET!
  const signed = `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64({ sid })}`
  const letter = renter.token.at(-5) === 'A' ? 'B' : 'A'
  return {
    percent: '%',
    dots: '....',
    'one word': 'token',
    'alg none': `${base64({ alg: 'none' })}.${base64({ sid })}.`,
    'signed with the secret but not encrypted': `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`,
    truncated: renter.token.slice(0, -10),
    'with one letter changed': renter.token.slice(0, -5) + letter + renter.token.slice(-4),
    'made with a guessed secret': await encode({ token: { sid }, secret: 'secret', maxAge: 3600 }),
    expired: await encode({ token: { sid }, secret, maxAge: -3600 }),
    'of no session': await encode({ token: { sub: sid }, secret, maxAge: 3600 }),
    'of a session that is no text': await encode({ token: { sid: { $ne: null } }, secret, maxAge: 3600 }),
    'of a session id with SQL in it': await encode({ token: { sid: `' or 1=1 --` }, secret, maxAge: 3600 }),
    'of a session that never was': await encode({
      token: { sid: '00000000-0000-7000-8000-000000000000' },
      secret,
      maxAge: 3600,
    }),
  }
}

describe('a token', () => {
  test('that is not good is 401, as a Bearer and as a cookie, and never more than that', async () => {
    for (const [name, token] of Object.entries(await badTokens())) {
      for (const credentials of [
        { token },
        { cookie: `pospay.session=${token}`, headers: { origin: url } },
      ]) {
        const read = await call(url, 'GET', '/api/v1/wallet', credentials)
        expect([read.status, read.body?.code], name).toEqual([401, 'UNAUTHENTICATED'])
        const write = await call(url, 'POST', '/api/v1/orders', {
          ...credentials,
          key: newKey(),
          body: { amount: 10_000 },
        })
        expect(write.status, name).toBe(401)
      }
    }
  })

  test.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer ', 'Bearer a b', 'bearer', 'Digest x'])(
    'cannot come as "%s"',
    async (authorization) => {
      expect((await call(url, 'GET', '/api/v1/wallet', { headers: { authorization } })).status).toBe(401)
    },
  )

  test('in a cookie of 100 kB is refused, and the site goes on', async () => {
    const answer = await call(url, 'GET', '/api/v1/wallet', {
      cookie: `pospay.session=${'a'.repeat(100_000)}`,
    })
    expect([401, 431]).toContain(answer.status)
    expect((await renter.get('/api/v1/wallet')).status).toBe(200)
  })

  test('on a page that needs a login leads to the login page', async () => {
    for (const token of ['%', 'a'.repeat(5000)]) {
      const answer = await call(url, 'GET', '/wallet', { cookie: `pospay.session=${token}` })
      expect([302, 303, 307]).toContain(answer.status)
      expect(answer.headers.get('location')).toContain('/login')
    }
  })
})

describe('a session', () => {
  test('of a closed account is nobody', async () => {
    const person = await newPerson()
    await query(`update users set status = 'closed' where email = $1`, [person.email])
    expect((await person.get('/api/v1/wallet')).status).toBe(401)
  })

  test('of the web ends for good with its logout', async () => {
    const person = await newPerson()
    const session = await person.webLogin()
    const asCookie = { token: undefined, cookie: session.cookie, headers: { origin: url } }
    expect((await person.get('/api/v1/wallet', asCookie)).status).toBe(200)
    expect((await call(url, 'DELETE', '/api/v1/sessions', asCookie)).status).toBe(204)
    expect((await person.get('/api/v1/wallet', asCookie)).status).toBe(401)
    expect((await person.post('/api/v1/orders', { amount: 10_000 }, asCookie)).status).toBe(401)
    expect((await person.get('/api/v1/wallet')).status).toBe(200)
  })

  test('never shows one user what is another’s, however the requests mix', async () => {
    const people = [await newPerson(), await newPerson()]
    await people[0]!.charge(11_000)
    await people[1]!.charge(22_000)
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => people[i % 2]!.balance()))
    expect(new Set(answers.filter((_, i) => i % 2 === 0))).toEqual(new Set([11_000]))
    expect(new Set(answers.filter((_, i) => i % 2 === 1))).toEqual(new Set([22_000]))
  })
})
