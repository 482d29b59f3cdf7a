import { request } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import { call, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, toss, newPerson } = openSite()
let renter: Person
let session: { cookie: string; setCookie: string }
let script: string

beforeAll(async () => {
  renter = await newPerson()
  session = await renter.webLogin()
  const page = await call(url, 'GET', '/')
  script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(page.text)![1]!
})

/** One address of every kind of answer. */
const KINDS = {
  'a public page': '/',
  'a form': '/login',
  'a page that sends away': '/wallet',
  'a page that does not exist': '/nowhere',
  'an answer of the API': '/api/v1/wallet',
  'a refused address of the API': '/api/v1/nowhere',
  'a library’s endpoint': '/api/auth/csrf',
  health: '/api/health',
  'a file that does not exist': '/_next/static/nothing.js',
  'a picture that is refused': '/_next/image?url=http://169.254.169.254/&w=64&q=75',
  'a malformed address': '/%E0%A4%A',
}

const visit = (path: string) => call(url, 'GET', path, { cookie: session.cookie })

function policyOf(headers: Headers): Map<string, string[]> {
  const policy = headers.get('content-security-policy') ?? ''
  return new Map(
    policy.split('; ').map((directive) => [directive.split(' ')[0]!, directive.split(' ').slice(1)]),
  )
}

describe('the headers of', () => {
  test.each([...Object.entries(KINDS), ['a script', '']])('%s are all there', async (_, path) => {
    const { headers } = await visit(path || script)
    expect(headers.get('strict-transport-security')).toMatch(/max-age=(\d{8,}); includeSubDomains/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups')
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test.each(['/', '/login', '/terms', '/wallet', '/wallet/charge', '/nowhere', '/api/v1/wallet'])(
    '%s let run what carries this one answer’s nonce, and nothing else',
    async (path) => {
      const answers = await Promise.all([visit(path), visit(path), visit(path)])
      const policies = answers.map(({ headers }) => policyOf(headers))
      const nonces = policies.map((policy) =>
        policy.get('script-src')!.find((source) => source.startsWith(`'nonce-`)),
      )
      expect(new Set(nonces).size).toBe(3)
      for (const policy of policies) {
        expect(policy.get('default-src')).toEqual([`'self'`])
        expect(policy.get('script-src')!.join(' ')).not.toMatch(
          /unsafe-inline|unsafe-eval|\*|http:|https:|data:/,
        )
        expect(policy.get('script-src')).toContain(`'strict-dynamic'`)
        for (const closed of ['object-src', 'base-uri', 'frame-ancestors'])
          expect(policy.get(closed)).toEqual([`'none'`])
        expect(policy.get('frame-src')).toEqual([toss.url])
      }
      const nonce = /'nonce-(.+)'/.exec(nonces[0]!)![1]!
      for (const [tag] of answers[0]!.text.matchAll(/<script\b[^>]*>/g))
        expect(tag).toContain(`nonce="${nonce}"`)
    },
  )

  test('everything personal forbid keeping it', async () => {
    for (const path of [
      '/wallet',
      '/wallet/history',
      '/wallet/charge',
      '/account',
      '/api/v1/wallet',
      '/api/auth/session',
    ]) {
      expect((await visit(path)).headers.get('cache-control'), path).toContain('no-store')
    }
  })

  test('the return addresses and a mailed link keep their secrets out of every referrer', async () => {
    const SECRET = [
      '/wallet/charge/success?paymentKey=k',
      '/wallet/charge/fail?code=x',
      '/login/reset?token=t',
    ]
    for (const path of SECRET) {
      expect((await visit(path)).headers.get('referrer-policy')).toBe('no-referrer')
    }
    expect((await visit('/')).headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
  })
})

describe('a cookie', () => {
  test('of a session is out of reach for scripts and other sites', () => {
    expect(session.setCookie).toMatch(/; HttpOnly/i)
    expect(session.setCookie).toMatch(/; SameSite=Lax/i)
    expect(session.setCookie).toMatch(/; Path=\//i)
    expect(session.setCookie).not.toMatch(/; Domain=/i)
  })

  test('that scripts may read holds nothing that identifies anybody', async () => {
    for (const path of ['/', '/login', '/wallet', '/api/auth/csrf', '/api/auth/providers']) {
      for (const line of (await visit(path)).headers.getSetCookie()) {
        if (!/httponly/i.test(line)) expect(line).not.toMatch(/session|token|csrf/i)
      }
    }
  })
})

/** A request with a method that `fetch` does not send. */
function raw(method: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode!)
    })
    sent.once('upgrade', (answer, socket) => {
      socket.destroy()
      resolve(answer.statusCode!)
    })
    sent.once('error', reject)
    sent.end()
  })
}

describe('another site', () => {
  test.each(['/api/v1/wallet', '/api/v1/orders', '/api/auth/session', '/wallet'])(
    'may not read %s',
    async (path) => {
      const origin = { origin: 'https://evil.example' }
      const read = await call(url, 'GET', path, { cookie: session.cookie, headers: origin })
      const asked = {
        ...origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      }
      const preflight = await call(url, 'OPTIONS', path, { headers: asked })
      for (const { headers } of [read, preflight]) {
        expect(headers.get('access-control-allow-origin')).toBeNull()
        expect(headers.get('access-control-allow-credentials')).toBeNull()
      }
    },
  )
})

describe('the server', () => {
  test.each(['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('does not do %s to a page', async (method) => {
    for (const path of ['/', '/wallet', '/login'])
      expect(await raw(method, path), path).toBeGreaterThanOrEqual(400)
    expect(await raw('GET', '/api/health')).toBe(200)
  })

  test('opens no socket to anywhere for an upgrade', async () => {
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'x',
      'sec-websocket-version': '13',
    }
    for (const path of ['/', 'http://169.254.169.254/latest/meta-data', '/api/v1/wallet']) {
      const status = await raw('GET', path, upgrade).catch(() => 400)
      expect(status, path).not.toBe(101)
    }
    expect(await raw('GET', '/api/health')).toBe(200)
  })

  test.each([
    ...[
      '/.env',
      '/.env.local',
      '/.git/config',
      '/.git/HEAD',
      '/package.json',
      '/tsconfig.json',
      '/next.config.ts',
    ],
    ...[
      '/.data/env',
      '/.next/BUILD_ID',
      '/drizzle/meta/_journal.json',
      '/lib/env.ts',
      '/api/docs',
      '/__sim/book',
    ],
    ...[
      '/..%2f.env',
      '/%2e%2e/.env',
      '/_next/../.env',
      '/_next/static/..%2f..%2f..%2f.env',
      '/public/../package.json',
    ],
  ])('does not serve %s', async (path) => {
    const answer = await call(url, 'GET', path)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.text).not.toMatch(/DATABASE_URL=|"devDependencies"|repositoryformatversion/)
  })

  test('has no source map beside any script', async () => {
    const page = await call(url, 'GET', '/login')
    const scripts = new Set([...page.text.matchAll(/\/_next\/static\/[^"\\]+\.js/g)].map(([path]) => path))
    expect(scripts.size).toBeGreaterThan(2)
    for (const path of scripts) {
      expect((await call(url, 'GET', `${path}.map`)).status).toBe(404)
      expect((await call(url, 'GET', path)).text).not.toContain('sourceMappingURL=')
    }
  })

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost:5432/',
    'http://127.0.0.1/',
    'http://[::1]/',
    'https://evil.example/a.png',
    '//evil.example/a.png',
    '/\\evil.example/a.png',
    'file:///etc/passwd',
    'data:image/svg+xml,<svg/>',
    '/api/v1/wallet',
    '/../../etc/passwd',
    'http://0x7f000001/',
    'gopher://127.0.0.1:6379/_',
  ])('fetches no picture from %s', async (target) => {
    const answer = await call(
      url,
      'GET',
      `/_next/image?url=${encodeURIComponent(target)}&w=640&q=75`,
      session,
    )
    expect([400, 404]).toContain(answer.status)
  })

  test('gives the next visitor of a public page the same page, whatever one visitor’s headers say', async () => {
    const plain = (text: string) => text.replaceAll(/nonce="[^"]*"|"nonce":"[^"]*"|nonce\\":\\"[^"\\]*/g, '')
    const before = plain((await call(url, 'GET', '/terms')).text)
    for (const headers of [
      { 'x-forwarded-host': 'evil.example' },
      { 'x-original-url': '/wallet', 'x-rewrite-url': '/wallet' },
      { rsc: '1' },
      { 'x-nextjs-data': '1' },
      { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    ] as Record<string, string>[]) {
      await call(url, 'GET', '/terms', { headers })
      await call(url, 'GET', '/terms?__nextDataReq=1', { headers })
    }
    const after = plain((await call(url, 'GET', '/terms')).text)
    expect(after.length).toBe(before.length)
    expect(after).not.toContain('evil.example')
  })
})
