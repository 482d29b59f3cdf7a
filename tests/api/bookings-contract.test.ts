import { beforeAll, describe, expect, test } from 'vitest'
import { addDays, kstDay } from '@/lib/time'
import { newKey, type Person } from '../support/api'
import { openSite } from '../support/running-site'
import { plantSpace } from '../support/spaces'

const { query, newPerson } = openSite()
const DAY = addDays(kstDay(new Date()), 20)
let renter: Person
let spaceId: string

beforeAll(async () => {
  const owner = await newPerson()
  spaceId = await plantSpace(query, owner.email, { hourly_price: 10_000 })
  renter = await newPerson()
  await renter.charge(50_000)
})

const KST_TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/)
const POLICY = expect.arrayContaining([{ until: KST_TIME, percent: expect.any(Number) }])

const book = (from: number) =>
  renter.post('/api/v1/bookings', {
    spaceId,
    startAt: `${DAY}T${from}:00:00+09:00`,
    endAt: `${DAY}T${from + 2}:00:00+09:00`,
  })

describe('a booking', () => {
  test('is held, paid and cancelled in the shapes of the contract, and nothing else shows', async () => {
    const held = await book(10)
    expect(held.status).toBe(201)
    const { bookingId } = held.body
    expect(held.body).toStrictEqual({
      bookingId: expect.any(String),
      status: 'HELD',
      price: 20_000,
      expiresAt: KST_TIME,
      refundPolicy: POLICY,
    })

    const path = `/api/v1/bookings/${bookingId}`
    const key = newKey()
    const paid = await renter.post(`${path}/pay`, {}, { key })
    expect(paid.status).toBe(200)
    expect(paid.body).toStrictEqual({
      status: 'CONFIRMED',
      transactionId: expect.any(String),
      balance: 30_000,
    })
    const again = await renter.post(`${path}/pay`, {}, { key })
    expect(again.body).toStrictEqual(paid.body)
    expect(again.headers.get('idempotent-replay')).toBe('true')

    const shown = await renter.get(path)
    expect(shown.body).toStrictEqual({
      bookingId,
      spaceId,
      startAt: `${DAY}T10:00:00.000+09:00`,
      endAt: `${DAY}T12:00:00.000+09:00`,
      status: 'CONFIRMED',
      price: 20_000,
      paidAt: KST_TIME,
      refunded: 0,
      refundNow: 20_000,
      refundPolicy: POLICY,
    })
    expect((await renter.get('/api/v1/bookings')).body).toStrictEqual({
      items: [shown.body],
      nextCursor: null,
    })

    const canceled = await renter.post(`${path}/cancel`, {})
    expect(canceled.status).toBe(200)
    expect(canceled.body).toStrictEqual({ status: 'CANCELED', refunded: 20_000 })
  })

  test('is listed page by page', async () => {
    const { bookingId } = (await book(14)).body
    const first = await renter.get('/api/v1/bookings?limit=1')
    expect(first.body).toMatchObject({ items: [{ bookingId }], nextCursor: bookingId })
    const second = await renter.get(`/api/v1/bookings?limit=1&cursor=${bookingId}`)
    expect(second.body).toMatchObject({ items: [{ status: 'CANCELED' }], nextCursor: null })
  })

  test.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=all', 'cursor=first'])(
    'list refuses %s',
    async (asked) => {
      const { status, body } = await renter.get(`/api/v1/bookings?${asked}`)
      expect([status, body.code]).toEqual([400, 'INVALID_REQUEST'])
    },
  )
})
