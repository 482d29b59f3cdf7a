import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openRoles, refusal } from '../support/roles'
import { openScene } from '../support/scene'
import { newOwner } from './support'

const scene = await openScene()
const { app, superuser } = openRoles(scene.database)
const { ownerId, spaceId } = await newOwner(scene)

type Row = Record<string, unknown>

const insert = (table: string, row: Row, pool = app) =>
  refusal(
    pool.query(
      `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row).map((_, i) => `$${i + 1}`)})`,
      Object.values(row),
    ),
  )

const AT = '2026-11-30T00:00:00Z'
const space = (change: Row = {}): Row => ({
  id: randomUUID(),
  owner_id: ownerId,
  kind: 'party',
  name: '파티룸',
  address: '서울',
  description: '',
  capacity: 1,
  hourly_price: 1,
  refund_preset: 'flexible',
  instant: true,
  created_at: AT,
  updated_at: AT,
  ...change,
})
const steps = (...pairs: [number, number][]) =>
  JSON.stringify(pairs.map(([daysBefore, percent]) => ({ daysBefore, percent })))
const hours = (change: Row = {}): Row => ({
  space_id: spaceId,
  weekday: 1,
  opens_at: 9,
  closes_at: 10,
  ...change,
})
const blackout = (change: Row = {}): Row => ({
  id: randomUUID(),
  space_id: spaceId,
  starts_at: AT,
  ends_at: '2026-11-30T01:00:00Z',
  created_at: AT,
  ...change,
})
const photo = (change: Row = {}): Row => ({
  id: randomUUID(),
  space_id: spaceId,
  position: 1,
  cover: false,
  hash: '0'.repeat(64),
  width: 4,
  height: 3,
  large: Buffer.from('x'),
  small: Buffer.from('x'),
  created_at: AT,
  ...change,
})

describe('the database refuses', () => {
  test.each([
    [{ kind: 'castle' }, 'spaces_kind'],
    [{ name: '' }, 'spaces_name_length'],
    [{ name: 'ㄱ'.repeat(61) }, 'spaces_name_length'],
    [{ address: '' }, 'spaces_address_length'],
    [{ description: 'ㄱ'.repeat(2001) }, 'spaces_description_length'],
    [{ capacity: 0 }, 'spaces_capacity_range'],
    [{ capacity: 1001 }, 'spaces_capacity_range'],
    [{ hourly_price: 0 }, 'spaces_hourly_price_range'],
    [{ hourly_price: -1 }, 'spaces_hourly_price_range'],
    [{ hourly_price: 10_000_001 }, 'spaces_hourly_price_range'],
    [{ refund_preset: 'never' }, 'spaces_refund_preset'],
    [{ refund_preset: 'custom' }, 'spaces_refund_steps_custom'],
    [{ refund_steps: steps([0, 50]) }, 'spaces_refund_steps_custom'],
    ...[
      '{}',
      'null',
      '[]',
      '[0]',
      '[{}]',
      '[{"daysBefore": 0}]',
      '[{"daysBefore": 0, "percent": "50"}]',
      '[{"daysBefore": 0, "percent": null}]',
      steps([0, 101]),
      steps([0, -1]),
      steps([0, 0.5]),
      steps([1, 0]),
      steps([91, 100], [0, 0]),
      steps([1.5, 100], [0, 0]),
      steps([0, 0], [1, 0]),
      steps([6, 6], [5, 5], [4, 4], [3, 3], [2, 2], [1, 1], [0, 0]),
    ].map((refund_steps): [Row, string] => [
      { refund_preset: 'custom', refund_steps },
      'spaces_refund_steps_shape',
    ]),
    [{ status: 'sold' }, 'spaces_status'],
    [{ owner_id: randomUUID() }, 'spaces_owner_id_users_id_fk'],
  ])('a space with %o', async (change, constraint) => {
    expect(await insert('spaces', space(change))).toBe(constraint)
  })

  test.each([
    steps([0, 100]),
    steps([90, 100], [0, 0]),
    steps([5, 100], [4, 90], [3, 90], [2, 2], [1, 1], [0, 0]),
  ])('no own steps such as %s', async (refund_steps) => {
    expect(await insert('spaces', space({ refund_preset: 'custom', refund_steps }))).toBe('accepted')
  })

  test.each([
    [{ weekday: 7 }, 'space_hours_weekday'],
    [{ weekday: -1 }, 'space_hours_weekday'],
    [{ opens_at: -1 }, 'space_hours_opens_at_range'],
    [{ opens_at: 24, closes_at: 25 }, 'space_hours_opens_at_range'],
    [{ closes_at: 9 }, 'space_hours_closes_after_opening'],
    [{ opens_at: 0, closes_at: 25 }, 'space_hours_closes_after_opening'],
    [{ opens_at: 20, closes_at: 31 }, 'space_hours_closes_after_opening'],
    [{}, 'space_hours_pkey'],
  ])('hours with %o', async (change, constraint) => {
    expect(await insert('space_hours', hours(change))).toBe(constraint)
  })

  test.each([
    [{ ends_at: AT }, 'space_blackouts_length'],
    [{ ends_at: '2026-11-29T00:00:00Z' }, 'space_blackouts_length'],
    [{ ends_at: '2028-01-01T00:00:00Z' }, 'space_blackouts_length'],
    [{ starts_at: '2026-11-29T00:30:00Z' }, 'space_blackouts_whole_hours'],
    [{ ends_at: '2026-11-30T01:00:00.001Z' }, 'space_blackouts_whole_hours'],
  ])('a blackout with %o', async (change, constraint) => {
    expect(await insert('space_blackouts', blackout(change))).toBe(constraint)
  })

  test.each([
    [{ position: 0 }, 'space_photos_position_range'],
    [{ position: 9 }, 'space_photos_position_range'],
    [{ hash: 'A'.repeat(64) }, 'space_photos_hash_shape'],
    [{ width: 1601 }, 'space_photos_pixels'],
    [{ height: 0 }, 'space_photos_pixels'],
    [{ large: Buffer.alloc(0) }, 'space_photos_bytes'],
    [{ large: Buffer.alloc(2 * 1024 * 1024 + 1) }, 'space_photos_bytes'],
    [{ small: Buffer.alloc(512 * 1024 + 1) }, 'space_photos_bytes'],
  ])('a photo %#', async (change, constraint) => {
    expect(await insert('space_photos', photo(change))).toBe(constraint)
  })

  test('a second photo in a place, the same picture again, and a second cover', async () => {
    expect(await insert('space_photos', photo({ cover: true }))).toBe('accepted')
    expect(await insert('space_photos', photo({ hash: '1'.repeat(64) }))).toBe('space_photos_position_once')
    expect(await insert('space_photos', photo({ position: 2 }))).toBe('space_photos_picture_once')
    expect(await insert('space_photos', photo({ position: 2, hash: '1'.repeat(64), cover: true }))).toBe(
      'space_photos_one_cover',
    )
  })

  test('that the application deletes a space, or empties any of its tables', async () => {
    expect(await refusal(app.query('delete from spaces'))).toBe('42501')
    for (const table of ['spaces', 'space_hours', 'space_blackouts', 'space_photos']) {
      expect(await refusal(app.query(`truncate ${table} cascade`))).toBe('42501')
    }
  })

  test('to lose an owner who has spaces', async () => {
    expect(await refusal(superuser.query('delete from users where id = $1', [ownerId]))).toMatch(/_fk$/)
  })
})
