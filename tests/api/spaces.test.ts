import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { addDays, kstDay, weekdayOf } from '@/lib/time'
import { call, type Answer, type Person } from '../support/api'
import { jpeg } from '../support/pictures'
import { openSite } from '../support/running-site'
import { plantSpace } from '../support/spaces'

const { url, query, newPerson } = openSite()
let owner: Person
let spaceId: string
/** Words that only the spaces of this file have. */
const QUARTER = `동네${randomUUID().slice(0, 8)}`

beforeAll(async () => {
  owner = await newPerson()
  await plantSpace(query, owner.email, { address: `서울 ${QUARTER} 1`, capacity: 4, hourly_price: 10_000 })
  spaceId = await plantSpace(query, owner.email, { address: `서울 ${QUARTER} 2`, instant: false })
})

const get = (path: string) => call(url, 'GET', path)
const KST_TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000\+09:00$/)

function expectRefusal(answer: Answer, status: number, code: string) {
  expect(answer.status).toBe(status)
  expect(answer.body).toStrictEqual({
    code,
    message: expect.stringMatching(/[가-힣]/),
    requestId: answer.headers.get('x-request-id'),
  })
  expect(answer.headers.get('cache-control')).toContain('no-store')
}

describe('GET /spaces', () => {
  test('lists spaces to anybody, newest first, in the shape of the contract', async () => {
    const answer = await get(`/api/v1/spaces?q=${encodeURIComponent(QUARTER)}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toStrictEqual({
      items: [
        {
          id: spaceId,
          name: '모퉁이 회의실',
          address: `서울 ${QUARTER} 2`,
          capacity: 8,
          hourlyPrice: 20_000,
          instant: false,
        },
        expect.objectContaining({ capacity: 4, hourlyPrice: 10_000, instant: true }),
      ],
      nextCursor: null,
    })
  })

  test('goes on page by page', async () => {
    const path = `/api/v1/spaces?q=${encodeURIComponent(QUARTER)}&limit=1`
    const first = await get(path)
    expect(first.body).toMatchObject({ items: [{ id: spaceId }], nextCursor: spaceId })
    const second = await get(`${path}&cursor=${first.body.nextCursor}`)
    expect(second.body).toMatchObject({ items: [{ capacity: 4 }], nextCursor: null })
  })

  test('narrows by people, price and how it is booked', async () => {
    for (const filter of ['capacity=5', 'instant=false', 'kind=meeting&capacity=8']) {
      const { body } = await get(`/api/v1/spaces?q=${encodeURIComponent(QUARTER)}&${filter}`)
      expect(
        body.items.map(({ id }: { id: string }) => id),
        filter,
      ).toContain(spaceId)
    }
    const { body } = await get(`/api/v1/spaces?q=${encodeURIComponent(QUARTER)}&maxPrice=15000`)
    expect(body.items).toMatchObject([{ hourlyPrice: 10_000 }])
  })

  test.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'cursor=first',
    "cursor=1'%20or%201=1--",
    'capacity=-1',
    'capacity=1.5',
    'maxPrice=-1',
    'maxPrice=1e3',
    'instant=maybe',
    'kind=castle',
    'q=%00',
    `q=${'a'.repeat(61)}`,
  ])('refuses %s', async (asked) => {
    expectRefusal(await get(`/api/v1/spaces?${asked}`), 400, 'INVALID_REQUEST')
  })
})

describe('GET /spaces/{id}/slots', () => {
  const today = kstDay(new Date())

  test('says by the hour, half-open, in Korean time, what can be booked', async () => {
    const date = addDays(today, 7)
    const answer = await get(`/api/v1/spaces/${spaceId}/slots?date=${date}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toStrictEqual({ date, items: expect.any(Array) })
    expect(answer.body.items).toHaveLength(13)
    expect(answer.body.items[0]).toStrictEqual({
      startAt: `${date}T09:00:00.000+09:00`,
      endAt: `${date}T10:00:00.000+09:00`,
      available: true,
    })
    for (const [index, slot] of answer.body.items.entries()) {
      expect(slot).toEqual({ startAt: KST_TIME, endAt: KST_TIME, available: true })
      const next = answer.body.items[index + 1]
      if (next) expect(slot.endAt).toBe(next.startAt)
    }
  })

  test('has nothing to book in the past', async () => {
    const { body } = await get(`/api/v1/spaces/${spaceId}/slots?date=${addDays(today, -1)}`)
    expect(body.items.map(({ available }: { available: boolean }) => available)).not.toContain(true)
  })

  test('has no slots on a weekday that is closed', async () => {
    const date = addDays(today, 3)
    const closed = await plantSpace(query, owner.email, {})
    await query('delete from space_hours where space_id = $1 and weekday = $2', [closed, weekdayOf(date)])
    expect((await get(`/api/v1/spaces/${closed}/slots?date=${date}`)).body).toStrictEqual({ date, items: [] })
  })

  test.each([
    '',
    'date=',
    'date=today',
    'date=2026-02-30',
    'date=2026-11-30T00:00',
    'date=9999-01-01',
    "date='--",
  ])('refuses %j', async (asked) => {
    expectRefusal(await get(`/api/v1/spaces/${spaceId}/slots?${asked}`), 400, 'INVALID_REQUEST')
  })

  test('refuses a space that takes no bookings, and finds none that does not exist', async () => {
    const closed = await plantSpace(query, owner.email, { status: 'closed' })
    expectRefusal(await get(`/api/v1/spaces/${closed}/slots?date=${today}`), 409, 'SPACE_UNAVAILABLE')
    for (const id of [randomUUID(), 'x', '%00', '..%2fspaces', "'%20or%201=1--"]) {
      expectRefusal(await get(`/api/v1/spaces/${id}/slots?date=${today}`), 404, 'NOT_FOUND')
    }
  })
})

describe('POST /spaces/{id}/photos', () => {
  const upload = (person: Person, id: string, raw: Buffer, type = 'image/jpeg') =>
    person.post(`/api/v1/spaces/${id}/photos`, undefined, {
      raw: new Uint8Array(raw),
      headers: { 'content-type': type },
    })

  test('answers with the name under which the photo is served', async () => {
    const answer = await upload(owner, spaceId, await jpeg({ colour: '#123456' }))
    expect(answer.status).toBe(201)
    expect(answer.body).toStrictEqual({
      photoId: expect.any(String),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const [listed] = (await get(`/spaces/${spaceId}`)).text.match(/\/photos\/[0-9a-f]{64}\/large/) ?? []
    expect(listed).toBe(`/photos/${answer.body.hash}/large`)
  })

  test('finds no space of another, just as none that does not exist', async () => {
    const stranger = await newPerson()
    const file = await jpeg()
    const answers = [await upload(stranger, spaceId, file), await upload(stranger, randomUUID(), file)]
    for (const answer of answers) expectRefusal(answer, 404, 'NOT_FOUND')
    const plain = ({ text, body }: Answer) => text.replace(body.requestId, '')
    expect(plain(answers[0]!)).toBe(plain(answers[1]!))
  })

  test('is not for a stranger', async () => {
    const headers = { 'content-type': 'image/jpeg' }
    const raw = new Uint8Array(await jpeg())
    const answer = await call(url, 'POST', `/api/v1/spaces/${spaceId}/photos`, { raw, headers })
    expectRefusal(answer, 401, 'UNAUTHENTICATED')
  })
})
