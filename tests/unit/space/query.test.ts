import { describe, expect, test } from 'vitest'
import { readFilter, spacesPath } from '@/app/spaces/query'
import { kstHour } from '@/app/_components/kst'

describe('the address of a list', () => {
  test('leads back to the filter that it was made of', () => {
    const filter = readFilter({
      q: '성수 스튜디오',
      kind: 'studio',
      capacity: '4',
      maxPrice: '30,000',
      instant: 'true',
    })
    expect(readFilter(Object.fromEntries(new URL(spacesPath(filter), 'http://x').searchParams))).toEqual(
      filter,
    )
  })

  test('is plain without a filter', () => {
    expect(spacesPath(readFilter({ q: '', kind: '', capacity: '' }))).toBe('/spaces')
  })

  test('that says something badly is read without it', () => {
    const asked = { kind: 'castle', capacity: '-1', q: ['a', 'b'], cursor: "' or 1=1", instant: 'false' }
    expect(readFilter(asked)).toEqual({ instant: false, limit: 20 })
  })
})

describe('an hour in Korea', () => {
  test('at midnight belongs to the new day when it begins something, to the old one when it ends it', () => {
    const midnight = new Date('2026-11-30T15:00:00Z')
    expect(kstHour(midnight)).toBe('12월 1일 (화) 00:00')
    expect(kstHour(midnight, true)).toBe('11월 30일 (월) 24:00')
  })
})
