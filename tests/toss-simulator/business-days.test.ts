import { describe, expect, test } from 'vitest'
import { isBusinessDay as isOurBusinessDay } from '@/lib/business-days'
import { addBusinessDays, addDays, isBusinessDay } from '@/toss-simulator/business-days'

describe('banks', () => {
  test.each([
    ['a weekday', '2026-11-27'],
    ['a weekday of a year that is not in the table', '2031-01-01'],
  ])('work on %s (%s)', (_, day) => expect(isBusinessDay(day)).toBe(true))

  test.each([
    ['a Saturday', '2026-11-28'],
    ['a Sunday', '2026-11-29'],
    ['a fixed holiday', '2026-12-25'],
    ['a lunar holiday', '2027-02-08'],
    ['a substitute', '2026-10-05'],
    ['an election day', '2026-06-03'],
    ['Workers’ Day', '2025-05-01'],
    ['the day after 추석 that fell on 개천절', '2028-10-05'],
  ])('rest on %s (%s)', (_, day) => expect(isBusinessDay(day)).toBe(false))

  test.each([
    ['2026-11-27', 1, '2026-11-30'],
    ['2026-11-28', 1, '2026-11-30'],
    ['2026-12-24', 2, '2026-12-29'],
    ['2027-02-05', 1, '2027-02-10'],
  ])('%s and %i business days are %s', (day, days, then) => {
    expect(addBusinessDays(day, days)).toBe(then)
  })
})

test('the product, which has its days from the official gazette, says the same of three years', () => {
  const differing = []
  for (let day = '2025-01-01'; day < '2028-01-01'; day = addDays(day, 1))
    if (isBusinessDay(day) !== isOurBusinessDay(day)) differing.push(day)
  expect(differing).toEqual([])
})
