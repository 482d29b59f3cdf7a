import { describe, expect, test } from 'vitest'
import { addBusinessDays, businessDayFrom, isBusinessDay } from '@/lib/business-days'
import { arrivesBy } from '@/lib/withdrawal/arrival'

describe('banks', () => {
  test.each([
    ['2026-11-27', true, 'a Friday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-11-29', false, 'a Sunday'],
    ['2026-12-25', false, 'Christmas'],
    ['2026-02-17', false, 'Seollal'],
    ['2026-09-25', false, 'Chuseok'],
    ['2026-10-05', false, 'the day in place of a holiday on a Saturday'],
    ['2025-05-01', false, "Workers' Day, before it was in the gazette"],
    ['2031-05-01', false, "Workers' Day, of a year without a gazette"],
    ['2031-05-02', true, 'a Friday of a year without a gazette'],
  ])('on %s: %s (%s)', (day, open) => {
    expect(isBusinessDay(day)).toBe(open)
  })

  test('are open next on the day itself or after the holidays', () => {
    expect(businessDayFrom('2026-11-27')).toBe('2026-11-27')
    expect(businessDayFrom('2026-11-28')).toBe('2026-11-30')
    expect(businessDayFrom('2026-09-24')).toBe('2026-09-28')
  })

  test('are counted past weekends and holidays', () => {
    expect(addBusinessDays('2026-11-27', 0)).toBe('2026-11-27')
    expect(addBusinessDays('2026-11-27', 1)).toBe('2026-11-30')
    expect(addBusinessDays('2026-12-24', 1)).toBe('2026-12-28')
    expect(addBusinessDays('2026-09-23', 3)).toBe('2026-09-30')
  })
})

describe('money asked for', () => {
  test.each([
    ['on a business day before three', '2026-11-27T14:59:59.999+09:00', false, '2026-11-27'],
    ['on a business day at three', '2026-11-27T15:00:00+09:00', false, '2026-11-30'],
    ['at the end of a Friday', '2026-11-27T23:59:59+09:00', false, '2026-11-30'],
    ['on a Saturday, however early', '2026-11-28T08:00:00+09:00', false, '2026-11-30'],
    ['on a Saturday, however late', '2026-11-28T23:00:00+09:00', false, '2026-11-30'],
    ['before a long holiday', '2026-09-23T15:00:00+09:00', false, '2026-09-28'],
    ['that people look at first', '2026-11-27T10:00:00+09:00', true, '2026-11-30'],
  ])('%s should be there by', (_, at, needsApproval, day) => {
    expect(arrivesBy(new Date(at), needsApproval)).toBe(day)
  })
})
