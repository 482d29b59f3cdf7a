import { beforeAll, describe, expect, test } from 'vitest'
import { addDays, kstDay } from '@/lib/time'
import { newKey, type Answer, type Person } from '../support/api'
import { openSite } from '../support/running-site'
import { plantSpace } from '../support/spaces'

const { query, newPerson } = openSite()
const DAY = addDays(kstDay(new Date()), 20)
let owner: Person
let renter: Person
let spaceId: string
let nextHour = 9

beforeAll(async () => {
  owner = await newPerson()
  spaceId = await plantSpace(query, owner.email, { hourly_price: 10_000 })
  renter = await newPerson()
  await renter.charge(100_000)
})

const hours = (from: number) => ({
  spaceId,
  startAt: `${DAY}T${String(from).padStart(2, '0')}:00:00+09:00`,
  endAt: `${DAY}T${String(from + 1).padStart(2, '0')}:00:00+09:00`,
})
const hold = async (person = renter): Promise<string> =>
  (await person.post('/api/v1/bookings', hours(nextHour++))).body.bookingId
const pathOf = (bookingId: string) => `/api/v1/bookings/${bookingId}`
const outcome = ({ status, body }: Answer) => [status, body.code]

describe('a booking', () => {
  test('is made and cancelled once, however often the same key comes', async () => {
    const [key, body] = [newKey(), hours(nextHour++)]
    const made = await renter.post('/api/v1/bookings', body, { key })
    const again = await renter.post('/api/v1/bookings', body, { key })
    expect([made.status, again.status, again.body]).toEqual([201, 201, made.body])
    expect([made, again].map(({ headers }) => headers.get('idempotent-replay'))).toEqual([null, 'true'])

    const cancel = { key: newKey() }
    const path = `${pathOf(made.body.bookingId)}/cancel`
    const [first, second] = [await renter.post(path, {}, cancel), await renter.post(path, {}, cancel)]
    expect([first.status, second.status, second.body]).toEqual([200, 200, first.body])
    expect([first, second].map(({ headers }) => headers.get('idempotent-replay'))).toEqual([null, 'true'])
  })

  test('is paid once by 20 requests at a time with one key', async () => {
    const path = `${pathOf(await hold())}/pay`
    const [key, before] = [newKey(), await renter.balance()]
    const answers = await Promise.all(Array.from({ length: 20 }, () => renter.post(path, {}, { key })))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(new Set(answers.map(({ body }) => body.transactionId)).size).toBe(1)
    expect(answers.filter(({ headers }) => !headers.get('idempotent-replay'))).toHaveLength(1)
    expect(await renter.balance()).toBe(before - 10_000)
  })

  test('needs a key for each step, and takes no field that it does not know', async () => {
    const path = pathOf(await hold())
    const steps: [string, object][] = [
      ['/api/v1/bookings', hours(21)],
      [`${path}/pay`, {}],
      [`${path}/cancel`, {}],
    ]
    for (const [step, body] of steps) {
      const keyless = await renter.post(step, body, { key: undefined })
      expect(outcome(keyless)).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED'])
      expect(outcome(await renter.post(step, { ...body, price: 1 }))).toEqual([400, 'INVALID_REQUEST'])
    }
    expect((await renter.get(path)).body.status).toBe('HELD')
    await renter.post(`${path}/cancel`, {})
  })

  test('of another looks exactly like one that does not exist', async () => {
    const mine = await hold()
    const stranger = await newPerson()
    const none = '01900000-0000-7000-8000-000000000000'
    const withoutId = ({ status, text, body }: Answer) => [status, text.replace(body.requestId, '')]
    for (const ask of [
      (id: string) => stranger.get(pathOf(id)),
      (id: string) => stranger.post(`${pathOf(id)}/pay`, {}),
      (id: string) => stranger.post(`${pathOf(id)}/cancel`, {}),
    ]) {
      const answer = await ask(mine)
      expect(outcome(answer)).toEqual([404, 'NOT_FOUND'])
      expect(withoutId(answer)).toEqual(withoutId(await ask(none)))
    }
    await renter.post(`${pathOf(mine)}/cancel`, {})
  })

  test('is refused for the owner’s own space, taken hours, an empty wallet and a hold that is over', async () => {
    expect(outcome(await owner.post('/api/v1/bookings', hours(21)))).toEqual([422, 'SELF_PAYMENT'])
    const poor = await newPerson()
    const held = await hold(poor)
    expect(outcome(await renter.post('/api/v1/bookings', hours(nextHour - 1)))).toEqual([409, 'SLOT_TAKEN'])
    const path = `${pathOf(held)}/pay`
    expect(outcome(await poor.post(path, {}))).toEqual([422, 'INSUFFICIENT_BALANCE'])
    await query(`update bookings set expires_at = now() - interval '1 second' where id = $1`, [held])
    expect(outcome(await poor.post(path, {}))).toEqual([410, 'HOLD_EXPIRED'])
  })
})

describe('the earnings of an owner', () => {
  test('are what renters paid, less the fee, day by day', async () => {
    const host = await newPerson()
    const own = await plantSpace(query, host.email, { hourly_price: 10_000 })
    const { bookingId } = (await renter.post('/api/v1/bookings', { ...hours(9), spaceId: own })).body
    await renter.post(`${pathOf(bookingId)}/pay`, {})
    // The site's day, not this machine's: other tests move its clock.
    const today = kstDay(new Date((await renter.get(pathOf(bookingId))).body.paidAt))
    const sold = { gross: 10_000, fee: 1_000, net: 9_000 }
    const { status, body } = await host.get(`/api/v1/owner/earnings?from=${addDays(today, -1)}&to=${today}`)
    expect(status).toBe(200)
    expect(body).toStrictEqual({
      ...sold,
      pending: 0,
      withdrawable: 9_000,
      days: [
        { date: addDays(today, -1), gross: 0, fee: 0, net: 0 },
        { date: today, ...sold },
      ],
    })
  })

  test.each([
    '',
    'from=2026-11-01',
    'from=2026-11-02&to=2026-11-01',
    'from=2026-01-01&to=2027-01-02',
    'from=2026-02-30&to=2026-03-01',
    'from=1&to=2',
  ])('are refused for "%s"', async (asked) => {
    expect(outcome(await owner.get(`/api/v1/owner/earnings?${asked}`))).toEqual([400, 'INVALID_REQUEST'])
  })
})
