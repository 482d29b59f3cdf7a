import { expect, test } from 'vitest'
import {
  daysOf,
  dueAfter,
  isPeriod,
  lastDayOf,
  latestPeriods,
  monthsOf,
  periodOf,
  periodsSince,
} from '@/lib/period'

test.each([
  ['2026-11', { from: '2026-11-01', next: '2026-12-01' }],
  ['2026-12', { from: '2026-12-01', next: '2027-01-01' }],
  ['2026-Q1', { from: '2026-01-01', next: '2026-04-01' }],
  ['2026-Q4', { from: '2026-10-01', next: '2027-01-01' }],
  ['2028', { from: '2028-01-01', next: '2029-01-01' }],
])('%s has its first day and the one after it', (period, days) => {
  expect(daysOf(period)).toEqual(days)
})

test('a day is in one period of each length, and the months of a year are those of its quarters', () => {
  expect([periodOf('2026-03-31', 'quarter'), periodOf('2026-04-01', 'quarter')]).toEqual([
    '2026-Q1',
    '2026-Q2',
  ])
  expect([periodOf('2026-12-31', 'month'), periodOf('2026-12-31', 'year')]).toEqual(['2026-12', '2026'])
  expect(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'].flatMap(monthsOf)).toEqual(monthsOf('2026'))
})

test('the latest periods go back over the turn of the year', () => {
  expect(latestPeriods('2026-02-28', 'quarter', 3)).toEqual(['2026-Q1', '2025-Q4', '2025-Q3'])
  expect(latestPeriods('2026-01-01', 'month', 2)).toEqual(['2026-01', '2025-12'])
})

test('what is due, is in the month after', () => {
  expect([dueAfter('2026-Q4', 15), dueAfter('2026-11', 10)]).toEqual(['2027-01-15', '2026-12-10'])
})

test('the periods since a day go on over the turn of the year, and are at least its own', () => {
  expect(periodsSince('2026-11-30', '2027-01-01', 'month')).toEqual(['2026-11', '2026-12', '2027-01'])
  expect(periodsSince('2026-12-31', '2027-01-01', 'quarter')).toEqual(['2026-Q4', '2027-Q1'])
  expect(periodsSince('2026-11-30', '2026-11-30', 'quarter')).toEqual(['2026-Q4'])
  expect(periodsSince('2026-11-30', '2026-11-01', 'month')).toEqual(['2026-11'])
})

test('a period ends on its last day', () => {
  expect([lastDayOf('2028-02'), lastDayOf('2026-Q1'), lastDayOf('2026')]).toEqual([
    '2028-02-29',
    '2026-03-31',
    '2026-12-31',
  ])
})

test.each(['2026-13', '2026-0', '2026-Q5', '1999-Q1', '2026-11-01', 'Q1'])('%s is no period', (text) => {
  expect((['month', 'quarter', 'year'] as const).some((span) => isPeriod(text, span))).toBe(false)
})
