import { beforeAll, describe, expect, test } from 'vitest'
import { addDays, kstDay } from '@/lib/time'
import { call, type Person } from '../support/api'
import { openSite } from '../support/running-site'
import { plantSpace } from '../support/spaces'

const { url, query, newPerson } = openSite()
let renter: Person
let cookie: string
let spaceId: string
let bookingId: string
let actionIds: string[]

/** The day after tomorrow. */
const DAY = addDays(kstDay(new Date()), 2)

beforeAll(async () => {
  const owner = await newPerson()
  renter = await newPerson()
  cookie = (await renter.webLogin()).cookie
  spaceId = await plantSpace(query, owner.email, { hourly_price: 10_000 })
  const time = { startAt: `${DAY}T10:00:00+09:00`, endAt: `${DAY}T11:00:00+09:00` }
  await renter.charge(10_000)
  bookingId = (await renter.post('/api/v1/bookings', { spaceId, ...time })).body.bookingId
  actionIds = await findActions()
})

/** The ids of server actions, as anybody can read them from the scripts of the pages. */
async function findActions(): Promise<string[]> {
  const found = new Set<string>()
  const places = ['/signup', '/wallet/charge', '/account', '/wallet', '/owner/spaces/new']
  for (const path of [...places, `/spaces/${spaceId}?date=${DAY}`, `/bookings/${bookingId}`]) {
    const page = await call(url, 'GET', path, { cookie })
    const scripts = [...page.text.matchAll(/\/_next\/static\/[^"\\]+\.js/g)].map(([script]) => script)
    const texts = await Promise.all(
      [...new Set(scripts)].map(async (script) => (await call(url, 'GET', script)).text),
    )
    for (const [id] of [page.text, ...texts].join('\n').matchAll(/\b[0-9a-f]{42}\b/g)) found.add(id)
  }
  return [...found]
}

const UNKNOWN = 'f'.repeat(42)

/** Bodies that have brought down other servers: references to themselves, walks to prototypes, endless depth. */
const BODIES: [name: string, body: string, type: string][] = [
  ['nothing', '', 'text/plain;charset=UTF-8'],
  ['no JSON', '{', 'text/plain;charset=UTF-8'],
  ['a reference to itself', '["$0"]', 'text/plain;charset=UTF-8'],
  ['a promise of itself', '["$@1"]', 'text/plain;charset=UTF-8'],
  ['a walk to the prototype', '["$1:__proto__:then"]', 'text/plain;charset=UTF-8'],
  ['a walk to the constructor', '["$1:constructor:constructor"]', 'text/plain;charset=UTF-8'],
  ['a thenable', '[{"then":"$1:constructor:constructor"}]', 'text/plain;charset=UTF-8'],
  ['a bigint of a hundred thousand digits', `["$n${'9'.repeat(100_000)}"]`, 'text/plain;charset=UTF-8'],
  ['depth', '['.repeat(50_000) + ']'.repeat(50_000), 'text/plain;charset=UTF-8'],
  [
    'a form without its end',
    '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$1"]',
    'multipart/form-data; boundary=x',
  ],
  [
    'a form that refers in a circle',
    ['0', '1', '2']
      .map(
        (name, i) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n["$@${(i + 1) % 3}"]\r\n`,
      )
      .join('') + '--x--\r\n',
    'multipart/form-data; boundary=x',
  ],
  [
    'a form that names a function',
    `--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B0\\"}","_response":{"_prefix":"process.exit(1)","_formData":{"get":"$1:constructor:constructor"}}}\r\n--x\r\nContent-Disposition: form-data; name="1"\r\n\r\n"$@0"\r\n--x--\r\n`,
    'multipart/form-data; boundary=x',
  ],
]

describe('a server action', () => {
  test('is found by its id', () => {
    expect(actionIds.length).toBeGreaterThan(0)
  })

  test.each(BODIES)('survives %s', async (_, raw, type) => {
    for (const id of [UNKNOWN, '__proto__', actionIds[0]!]) {
      const startedAt = performance.now()
      const headers = { 'next-action': id, 'content-type': type, origin: url }
      const answer = await call(url, 'POST', '/wallet/charge', { cookie, raw, headers }).catch(() => null)
      expect(answer?.status ?? 400, id).toBeGreaterThanOrEqual(200)
      expect(performance.now() - startedAt).toBeLessThan(5000)
      expect(answer?.text ?? '').not.toMatch(/node_modules|at \w+ \(|select /)
    }
    expect((await call(url, 'GET', '/api/health')).status).toBe(200)
  })

  test('does nothing for a request that does not say where it comes from, or comes from elsewhere', async () => {
    const before = await query('select count(*) from orders')
    for (const origin of [undefined, 'null', 'https://evil.example', `${url}.evil.example`]) {
      for (const id of actionIds) {
        const form = new FormData()
        form.set('_1_amount', '10000')
        form.set('0', '[null,"$K1"]')
        const headers: Record<string, string> = { 'next-action': id, cookie, accept: 'text/x-component' }
        if (origin !== undefined) headers.origin = origin
        const response = await fetch(`${url}/wallet/charge`, {
          method: 'POST',
          redirect: 'manual',
          headers,
          body: form,
        })
        expect(response.headers.get('set-cookie') ?? '').not.toContain('pospay.session=')
        await response.text()
      }
    }
    expect(await query('select count(*) from orders')).toEqual(before)
    expect((await call(url, 'GET', '/api/v1/wallet', { cookie })).status, 'still logged in').toBe(200)
  })

  test('pays and cancels a booking for its renter alone, and only from our own pages', async () => {
    const send = async (id: string, as: Person, origin: string) => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ bookingId, atLeast: '0', requestKey: 'k'.repeat(20) })) {
        form.set(`_1_${name}`, value)
      }
      form.set('0', '[null,"$K1"]')
      const headers = { 'next-action': id, cookie: (await as.webLogin()).cookie, origin }
      const path = `${url}/bookings/${bookingId}`
      await (await fetch(path, { method: 'POST', redirect: 'manual', headers, body: form })).text()
    }
    const state = async () => {
      const rows = await query<{ status: string }>('select status from bookings where id = $1', [bookingId])
      return rows[0]!.status
    }
    const stranger = await newPerson()
    for (const id of actionIds) {
      await send(id, stranger, url)
      await send(id, renter, 'https://evil.example')
    }
    expect(await state()).toBe('HELD')
    for (const id of actionIds) await send(id, renter, url)
    expect(await state()).not.toBe('HELD')
  })
})
