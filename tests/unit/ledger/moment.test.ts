import { expect, test } from 'vitest'
import { parseMoment } from '@/lib/ledger/moment'

test('a day is named for its end', () => {
  expect(parseMoment('2026-02-28')).toEqual({ before: '2026-03-01' })
  expect(parseMoment('2026-12-31', '')).toEqual({ before: '2027-01-01' })
})

test.each([
  ['00:00', '2026-11-22T15:00:00Z'],
  ['09:05', '2026-11-23T00:05:00Z'],
  ['19:59', '2026-11-23T10:59:00Z'],
  ['23:59:59', '2026-11-23T14:59:59Z'],
])('%s of a day is that time in Korea', (time, instant) => {
  expect(parseMoment('2026-11-23', time)).toEqual({ before: '2026-11-23', until: new Date(instant) })
})

test.each([undefined, '', '2026-02-29', '26-11-23', 'today'])('%s is no day', (day) => {
  expect(parseMoment(day)).toBeNull()
  expect(parseMoment(day, '09:00')).toBeNull()
})

test.each([
  '24:00',
  '9:00',
  '09:60',
  '0x:00',
  '09:0x',
  'at 09:00',
  '09:00 am',
  '09:00:60',
  '09:00:0x',
  '2x:00',
])('%s is no time of day', (time) => {
  expect(parseMoment('2026-11-23', time)).toBeNull()
})
