import { describe, expect, test } from 'vitest'
import { tapHour, type HourRange } from '@/app/spaces/[id]/hour-range'
import { addMs, HOUR_MS } from '@/lib/time'

const NINE = new Date('2026-11-30T09:00+09:00')
const slot = (hour: number, available = true) => ({
  startAt: addMs(NINE, hour * HOUR_MS),
  endAt: addMs(NINE, (hour + 1) * HOUR_MS),
  available,
})
/** Six hours of which the fourth is taken, then one after a gap. */
const SLOTS = [slot(0), slot(1), slot(2), slot(3, false), slot(4), slot(5), slot(8)]
const tap = (...taps: number[]) =>
  taps.reduce<HourRange | null>((chosen, index) => tapHour(SLOTS, chosen, index), null)

describe('tapping hours', () => {
  test('begins with one and stretches to a later one', () => {
    expect(tap(0)).toEqual({ first: 0, last: 0 })
    expect(tap(0, 2)).toEqual({ first: 0, last: 2 })
  })

  test('never holds an hour that is taken, nor a gap', () => {
    expect(tap(3)).toBeNull()
    expect(tap(2, 3)).toEqual({ first: 2, last: 2 })
    expect(tap(2, 4)).toEqual({ first: 4, last: 4 })
    expect(tap(5, 6)).toEqual({ first: 6, last: 6 })
  })

  test('begins anew before the first hour and after a finished range', () => {
    expect(tap(2, 0)).toEqual({ first: 0, last: 0 })
    expect(tap(0, 2, 1)).toEqual({ first: 1, last: 1 })
  })

  test('lets go of a single hour', () => {
    expect(tap(1, 1)).toBeNull()
  })
})
