import { describe, expect, test } from 'vitest'
import { addMs, DAY_MS, kstDay, startOfKstDay, toKstIso } from '@/lib/time'

describe('a day in Korea', () => {
  test.each([
    ['2026-11-22T14:59:59.999Z', '2026-11-22'],
    ['2026-11-22T15:00:00.000Z', '2026-11-23'],
    ['2026-12-31T14:59:59.999Z', '2026-12-31'],
    ['2026-12-31T15:00:00.000Z', '2027-01-01'],
    ['2028-02-28T15:00:00.000Z', '2028-02-29'],
    ['2028-02-29T15:00:00.000Z', '2028-03-01'],
    ['2027-02-28T15:00:00.000Z', '2027-03-01'],
    ['2038-01-19T03:14:08.000Z', '2038-01-19'],
    ['2099-12-31T15:00:00.000Z', '2100-01-01'],
  ])('%s belongs to %s', (at, day) => {
    expect(kstDay(new Date(at))).toBe(day)
  })

  test('begins at 15:00 UTC of the day before, the year round', () => {
    for (let day = 0; day < 366; day++) {
      const at = addMs(new Date('2028-01-01T12:00:00Z'), day * DAY_MS)
      const start = startOfKstDay(at)
      expect(start.toISOString()).toMatch(/T15:00:00\.000Z$/)
      expect(kstDay(start)).toBe(kstDay(at))
      expect(kstDay(addMs(start, -1))).not.toBe(kstDay(at))
    }
  })

  test('is written with its offset, as the same instant', () => {
    const at = new Date('2026-11-22T15:30:01.234Z')
    expect(toKstIso(at)).toBe('2026-11-23T00:30:01.234+09:00')
    expect(new Date(toKstIso(at))).toEqual(at)
  })

  test.each(['America/New_York', 'Asia/Seoul', 'UTC'])('does not depend on the machine: %s', (zone) => {
    const before = process.env.TZ
    process.env.TZ = zone
    expect(kstDay(new Date('2026-03-08T15:00:00Z'))).toBe('2026-03-09')
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  })
})
