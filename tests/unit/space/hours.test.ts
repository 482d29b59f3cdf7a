import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hoursLines, openHours, overlaps, WEEK, type DayHours } from '@/lib/space/hours'
import { addDays, HOUR_MS, kstDay, toKstIso } from '@/lib/time'

// 2026-11-30 is a Monday and the last day of its month.
const MONDAY = '2026-11-30'
const TUESDAY = '2026-12-01'
const clocks = (hours: DayHours[], day: string) =>
  openHours(hours, day).map(
    ({ startAt, endAt }) => `${toKstIso(startAt).slice(5, 13)}-${toKstIso(endAt).slice(11, 13)}`,
  )

describe('the open hours of a day', () => {
  test('run from opening to closing, in Korean time, half-open', () => {
    const hours = [{ weekday: 1, opensAt: 9, closesAt: 12 }]
    expect(clocks(hours, MONDAY)).toEqual(['11-30T09-10', '11-30T10-11', '11-30T11-12'])
    expect(openHours(hours, MONDAY)[0]!.startAt.toISOString()).toBe('2026-11-30T00:00:00.000Z')
  })

  test('of a weekday that has none are none', () => {
    expect(openHours([{ weekday: 1, opensAt: 9, closesAt: 12 }], TUESDAY)).toEqual([])
    expect(openHours([], MONDAY)).toEqual([])
  })

  test('past midnight belong to the next day, across the end of a month', () => {
    const hours = [{ weekday: 1, opensAt: 22, closesAt: 26 }]
    expect(clocks(hours, MONDAY)).toEqual(['11-30T22-23', '11-30T23-00'])
    expect(clocks(hours, TUESDAY)).toEqual(['12-01T00-01', '12-01T01-02'])
  })

  test('of a night and of the day that it runs into are said once each', () => {
    const hours = [
      { weekday: 1, opensAt: 20, closesAt: 28 },
      { weekday: 2, opensAt: 2, closesAt: 5 },
    ]
    expect(clocks(hours, TUESDAY)).toEqual([
      '12-01T00-01',
      '12-01T01-02',
      '12-01T02-03',
      '12-01T03-04',
      '12-01T04-05',
    ])
  })

  test('of a space that never closes are all 24, into the new year too', () => {
    const hours = WEEK.map((weekday) => ({ weekday, opensAt: 0, closesAt: 24 }))
    for (const day of ['2026-12-31', '2027-01-01', '2028-02-29']) {
      const open = openHours(hours, day)
      expect(open).toHaveLength(24)
      expect(open.at(-1)!.endAt).toEqual(openHours(hours, addDays(day, 1))[0]!.startAt)
    }
  })

  test('are whole, in order, apart from each other and of that day, whatever the week looks like', () => {
    const week = fc.uniqueArray(
      fc.record({
        weekday: fc.integer({ min: 0, max: 6 }),
        opensAt: fc.integer({ min: 0, max: 23 }),
        length: fc.integer({ min: 1, max: 24 }),
      }),
      { selector: ({ weekday }) => weekday },
    )
    fc.assert(
      fc.property(week, fc.integer({ min: 0, max: 800 }), (days, after) => {
        const day = addDays('2026-01-01', after)
        const hours = days.map(({ weekday, opensAt, length }) => ({
          weekday,
          opensAt,
          closesAt: Math.min(opensAt + length, 30),
        }))
        const open = openHours(hours, day)
        for (const [index, hour] of open.entries()) {
          expect(hour.endAt.getTime() - hour.startAt.getTime()).toBe(HOUR_MS)
          expect(kstDay(hour.startAt)).toBe(day)
          const next = open[index + 1]
          if (next) expect(overlaps(hour, next)).toBe(false)
        }
      }),
    )
  })
})

describe('two times', () => {
  const range = (from: string, to: string) => ({ startAt: new Date(from), endAt: new Date(to) })
  const hour = range('2026-11-30T10:00+09:00', '2026-11-30T11:00+09:00')

  test('that only touch do not overlap', () => {
    expect(overlaps(hour, range('2026-11-30T11:00+09:00', '2026-11-30T12:00+09:00'))).toBe(false)
    expect(overlaps(hour, range('2026-11-30T09:00+09:00', '2026-11-30T10:00+09:00'))).toBe(false)
  })

  test('that share a moment overlap', () => {
    expect(overlaps(hour, range('2026-11-30T10:59+09:00', '2026-11-30T12:00+09:00'))).toBe(true)
    expect(overlaps(hour, range('2026-11-29T00:00+09:00', '2026-12-02T00:00+09:00'))).toBe(true)
  })
})

describe('a week in words', () => {
  const week = (open: (weekday: number) => [number, number] | null) =>
    WEEK.flatMap((weekday) => {
      const hours = open(weekday)
      return hours ? [{ weekday, opensAt: hours[0], closesAt: hours[1] }] : []
    })

  test('is one line when every day is alike', () => {
    expect(hoursLines(week(() => [0, 24]))).toEqual([{ days: '매일', time: '00:00 ~ 24:00' }])
  })

  test('joins days that follow each other, closed ones too, and says the morning after', () => {
    const lines = hoursLines(week((weekday) => (weekday === 0 ? null : weekday < 5 ? [9, 22] : [10, 26])))
    expect(lines).toEqual([
      { days: '월~목', time: '09:00 ~ 22:00' },
      { days: '금~토', time: '10:00 ~ 다음 날 02:00' },
      { days: '일', time: '휴무' },
    ])
  })
})
