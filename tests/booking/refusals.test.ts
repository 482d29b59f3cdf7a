import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createOrder } from '@/lib/charge/create-order'
import { openRoles, refusal } from '../support/roles'
import { newRenter, openScene } from '../support/scene'
import { newPlace, plantHeld } from './support'

const scene = await openScene()
const { app } = openRoles(scene.database)
const place = await newPlace(scene)
const { userId: renterId } = await newRenter(scene)

const STARTS = '2030-01-01T10:00:00Z'
const ENDS = '2030-01-01T12:00:00Z'
const AT = '2029-12-01T00:00:00Z'

type Row = Record<string, unknown>

const held = (change: Row = {}): Row => ({
  id: randomUUID(),
  space_id: place.spaceId,
  owner_id: place.ownerId,
  renter_id: renterId,
  starts_at: STARTS,
  ends_at: ENDS,
  status: 'HELD',
  price: 10_000n,
  fee_rate_bp: 1_000,
  refund_steps: '[]',
  created_at: AT,
  expires_at: AT,
  updated_at: AT,
  ...change,
})
const paid = (change: Row = {}) => held({ status: 'CONFIRMED', paid_at: AT, ...change })
const canceled = (change: Row = {}) =>
  paid({ status: 'CANCELED', canceled_at: AT, canceled_by: 'renter', ...change })

/** What refuses the rows, the last of them. Whatever happens, nothing stays. */
async function insert(...rows: Row[]): Promise<string> {
  const client = await app.connect()
  try {
    await client.query('begin')
    let answer = ''
    for (const row of rows) {
      expect(['', 'accepted']).toContain(answer)
      const columns = Object.keys(row)
      const places = columns.map((_, index) => `$${index + 1}`)
      const text = `insert into bookings (${columns.join()}) values (${places.join()})`
      answer = await refusal(client.query(text, Object.values(row)))
    }
    return answer
  } finally {
    await client.query('rollback')
    client.release()
  }
}

describe('the database takes', () => {
  test.each([
    ['held', held()],
    ['paid', paid()],
    ['cancelled and refunded in full', canceled({ refunded: 10_000n, refunds: 1 })],
    ['cancelled before it was paid', canceled({ paid_at: null })],
    ['released when it is due', paid({ status: 'COMPLETED', release_at: ENDS, released_at: ENDS })],
  ])('a booking that is %s', async (_, row) => {
    expect(await insert(row)).toBe('accepted')
  })

  test.each(['DECLINED', 'EXPIRED'])('a time again whose booking is %s', async (status) => {
    expect(await insert(held({ status }), held())).toBe('accepted')
    expect(await insert(canceled(), held())).toBe('accepted')
  })

  test('what begins when another ends, and the same time of another space', async () => {
    const elsewhere = await newPlace(scene)
    const next = held({ starts_at: ENDS, ends_at: '2030-01-01T13:00:00Z' })
    expect(await insert(held(), next)).toBe('accepted')
    expect(await insert(held(), held({ space_id: elsewhere.spaceId }))).toBe('accepted')
  })
})

describe('the database refuses', () => {
  const BAD: [string, Row][] = [
    ['bookings_status', held({ status: 'SOLD' })],
    ['bookings_canceled_by', canceled({ canceled_by: 'nobody' })],
    ['bookings_not_own_space', held({ renter_id: place.ownerId })],
    ['bookings_whole_hours', held({ ends_at: STARTS })],
    ['bookings_whole_hours', held({ ends_at: '2030-01-02T11:00:00Z' })],
    ['bookings_whole_hours', held({ starts_at: '2030-01-01T10:30:00Z' })],
    ['bookings_whole_hours', held({ ends_at: '2030-01-01T11:59:59.999Z' })],
    ['bookings_price_positive', held({ price: 0n })],
    ['bookings_price_positive', held({ price: -1n })],
    ['bookings_fee_rate_range', held({ fee_rate_bp: -1 })],
    ['bookings_fee_rate_range', held({ fee_rate_bp: 10_001 })],
    ['bookings_release_after_use', held({ release_at: '2030-01-01T11:59:59Z' })],
    ['bookings_paid_by_state', held({ paid_at: AT })],
    ['bookings_paid_by_state', paid({ paid_at: null })],
    ['bookings_paid_by_state', paid({ status: 'COMPLETED', paid_at: null })],
    ['bookings_paid_by_state', paid({ status: 'EXPIRED' })],
    ['bookings_paid_by_state', paid({ status: 'DECLINED' })],
    ['bookings_canceled_whole', canceled({ canceled_at: null, canceled_by: null })],
    ['bookings_canceled_whole', canceled({ canceled_by: null })],
    ['bookings_canceled_whole', paid({ canceled_at: AT, canceled_by: 'owner' })],
    ['bookings_refund_within_payment', canceled({ refunded: 10_001n, refunds: 1 })],
    ['bookings_refund_within_payment', canceled({ refunded: -1n, refunds: 1 })],
    ['bookings_refund_within_payment', canceled({ refunded: 1n, refunds: 1, paid_at: null })],
    ['bookings_refund_within_payment', canceled({ refunded: 1n })],
    ['bookings_refund_within_payment', canceled({ refunds: 1 })],
    ['bookings_released_once_due', paid({ release_at: ENDS, released_at: STARTS })],
    ['bookings_released_once_due', held({ release_at: ENDS, released_at: ENDS })],
    ['bookings_released_once_due', paid({ released_at: ENDS })],
    ['bookings_space_id_spaces_id_fk', held({ space_id: randomUUID() })],
    ['bookings_owner_id_users_id_fk', held({ owner_id: randomUUID() })],
    ['bookings_renter_id_users_id_fk', held({ renter_id: randomUUID() })],
    ['bookings_order_id_orders_id_fk', held({ order_id: 'nowhere' })],
  ]
  test.each(BAD)('%s: %o', async (constraint, row) => {
    expect(await insert(row)).toBe(constraint)
  })

  const OVERLAPS = [
    [STARTS, ENDS],
    ['2030-01-01T11:00:00Z', '2030-01-01T12:00:00Z'],
    ['2030-01-01T09:00:00Z', '2030-01-01T11:00:00Z'],
    ['2030-01-01T09:00:00Z', '2030-01-01T13:00:00Z'],
  ]
  test.each(OVERLAPS)('a time of which some is taken: %s to %s', async (starts_at, ends_at) => {
    for (const status of ['REQUESTED', 'HELD', 'CONFIRMED', 'COMPLETED']) {
      const taken = ['REQUESTED', 'HELD'].includes(status) ? held({ status }) : paid({ status })
      expect(await insert(taken, held({ starts_at, ends_at }))).toBe('bookings_no_overlap')
    }
  })

  test('one request twice, and one charge for two bookings', async () => {
    const other = { starts_at: '2030-01-02T10:00:00Z', ends_at: '2030-01-02T11:00:00Z' }
    const { orderId } = await createOrder(scene.ctx, { userId: renterId, amount: 10_000n })
    const [request_key, order_id] = ['key', orderId]
    expect(await insert(held({ request_key }), held({ ...other, request_key }))).toBe(
      'bookings_request_key_once',
    )
    expect(await insert(held({ order_id }), held({ ...other, order_id }))).toBe('bookings_order_once')
  })

  test('the application that would delete a booking, or change what a booking is', async () => {
    const { id } = await plantHeld(scene, { ...place, renterId, price: 10n, days: 3, hour: 3 })
    const FORBIDDEN = '42501'
    for (const attempt of [
      `delete from bookings where id = '${id}'`,
      'truncate bookings cascade',
      'alter table bookings drop constraint bookings_no_overlap',
      'alter table bookings drop constraint bookings_refund_within_payment',
      'drop table bookings',
    ]) {
      expect(await refusal(app.query(attempt)), attempt).toBe(FORBIDDEN)
    }
  })
})
