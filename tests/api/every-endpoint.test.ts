import { beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '@/app/api/v1/endpoints'
import { newId } from '@/lib/ids'
import { call, newKey, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, newPerson } = openSite()
let renter: Person
let cookie: string

beforeAll(async () => {
  renter = await newPerson()
  cookie = (await renter.webLogin()).cookie
})

const withLogin = endpoints.filter(({ login }) => login)
const changing = withLogin.filter(({ method }) => method !== 'GET')
const moving = endpoints.filter(({ idempotent }) => idempotent)

/** With an id in every place that asks for one. */
const pathOf = (path: string) => `/api/v1${path.replace(/\{\w+\}/g, () => newId())}`

describe('every endpoint', () => {
  test.each(withLogin)('$method $path is 401 for nobody, whatever it is sent', async ({ method, path }) => {
    const body = method === 'GET' ? undefined : {}
    const answer = await call(url, method, pathOf(path), { body, key: newKey() })
    expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHENTICATED'])
  })

  test.each(changing)('$method $path is 403 from a page of somebody else', async ({ method, path }) => {
    const headers = { origin: 'https://evil.example' }
    const answer = await call(url, method, pathOf(path), { body: {}, key: newKey(), cookie, headers })
    expect([answer.status, answer.body.code]).toEqual([403, 'CSRF_REJECTED'])
  })

  test.each(moving)('$method $path asks for an Idempotency-Key of 16 or more', async ({ method, path }) => {
    for (const key of [undefined, 'x'.repeat(15), 'x'.repeat(256)]) {
      const answer = await call(url, method, pathOf(path), { body: {}, key, token: renter.token })
      expect([answer.status, answer.body.code], key).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED'])
    }
  })
})

test('every endpoint that changes something of a logged-in user’s asks for a key, but for logging out, photos and accounts', () => {
  const without = changing
    .filter(({ idempotent }) => !idempotent)
    .map(({ method, path }) => `${method} ${path}`)
  expect(without.sort()).toEqual([
    'DELETE /sessions',
    'POST /owner/bank-account/verify',
    'POST /spaces/{spaceId}/photos',
    'PUT /owner/bank-account',
  ])
})
