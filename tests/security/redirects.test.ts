import { beforeAll, describe, expect, test } from 'vitest'
import { call, PASSWORD, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, newPerson } = openSite()
let renter: Person
let cookie: string

beforeAll(async () => {
  renter = await newPerson()
  cookie = (await renter.webLogin()).cookie
})

const ELSEWHERE = [
  ...['//evil.example', '///evil.example', '////evil.example', 'https://evil.example', 'http://evil.example'],
  ...[
    'https:evil.example',
    'https:/evil.example',
    'https:///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
  ],
  ...[
    '\\/evil.example',
    '/\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r//evil.example',
    '\t//evil.example',
  ],
  ...['/%09/evil.example', '/%2f/evil.example', '/%5cevil.example', '%2f%2fevil.example', '/.//evil.example'],
  ...[
    '/..//evil.example',
    '/;@evil.example',
    '/%0d%0aLocation:%20https://evil.example',
    'javascript:alert(1)',
  ],
  ...[
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
  ],
  ...['http://localhost.evil.example', 'http://localhost@evil.example', 'http://evil.example#localhost'],
  ...[
    '//evil.example/%2f..',
    '/wallet//../..//evil.example',
    '//evil。example',
    '／／evil.example',
    ' https://evil.example',
  ],
  ...[
    '//localhost:1@evil.example',
    '/\u0000/evil.example',
    '?//evil.example',
    '#//evil.example',
    '.evil.example',
    '@evil.example',
  ],
]

const isOurs = (location: string) => new URL(location, `${url}/login`).origin === new URL(url).origin

describe('after the login', () => {
  test.each(ELSEWHERE)('nobody is sent to %j', async (next) => {
    const query = `?next=${encodeURIComponent(next)}&callbackUrl=${encodeURIComponent(next)}`
    for (const path of ['/login', '/signup']) {
      const loggedIn = await call(url, 'GET', path + query, { cookie })
      const location = loggedIn.headers.get('location')
      if (location) expect(isOurs(location), location).toBe(true)
      expect(loggedIn.status).toBeLessThan(500)
      const anonymous = await call(url, 'GET', path + query)
      expect(anonymous.status).toBe(200)
      for (const [, href] of anonymous.text.matchAll(/href="([^"]*)"/g)) {
        expect(isOurs(href!.replaceAll('&amp;', '&')), href).toBe(true)
      }
    }
  })

  test.each(ELSEWHERE)('the login itself names no way to %j', async (next) => {
    const csrf = await fetch(`${url}/api/auth/csrf`)
    const { csrfToken } = (await csrf.json()) as { csrfToken: string }
    const cookies = csrf.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const answer = await fetch(`${url}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies, origin: url, 'x-forwarded-for': `10.9.${ELSEWHERE.indexOf(next)}.1` },
      body: new URLSearchParams({ csrfToken, email: renter.email, password: PASSWORD, callbackUrl: next }),
    })
    const location = answer.headers.get('location')
    if (location) expect(isOurs(location), location).toBe(true)
    const kept = /callback-url=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
    if (kept) expect(isOurs(decodeURIComponent(kept)), kept).toBe(true)
  })

  test('a page of our own is where one was going', async () => {
    const answer = await call(url, 'GET', '/login?next=%2Fwallet%2Fhistory', { cookie })
    expect(answer.headers.get('location')).toMatch(/\/wallet\/history$/)
  })
})
