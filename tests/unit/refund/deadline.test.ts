import { describe, expect, test } from 'vitest'
import { isOverdue, lateInterest, refundDueOn } from '@/lib/refund/deadline'

const kst = (text: string) => new Date(`${text}+09:00`)

describe('a refund is due three business days after the day it was asked for', () => {
  test.each([
    ['2026-11-23T00:00:00.000', '2026-11-26'],
    ['2026-11-23T23:59:59.999', '2026-11-26'],
    ['2026-11-26T12:00:00.000', '2026-12-01'],
    ['2026-11-28T12:00:00.000', '2026-12-02'],
    ['2026-12-23T12:00:00.000', '2026-12-29'],
    ['2026-09-22T12:00:00.000', '2026-09-29'],
    ['2026-12-30T12:00:00.000', '2027-01-05'],
  ])('asked for %s: on %s', (requestedAt, day) => {
    expect(refundDueOn(kst(requestedAt))).toBe(day)
  })
})

describe('past that day', () => {
  const requestedAt = kst('2026-11-23T12:00:00')

  test.each([
    ['2026-11-26T23:59:59.999', false],
    ['2026-11-27T00:00:00.000', true],
  ])('at %s it is overdue: %s', (now, overdue) => {
    expect(isOverdue({ requestedAt }, kst(now))).toBe(overdue)
  })

  test.each([
    ['2026-11-26T23:59:59.999', 0n],
    // 100,000 won at 15 % a year: 41.1 won a day.
    ['2026-11-27T00:00:00.000', 42n],
    ['2026-11-27T23:59:59.999', 42n],
    ['2026-11-28T00:00:00.000', 83n],
    ['2027-11-26T00:00:00.000', 15_000n],
  ])('at %s the interest is %s won', (now, interest) => {
    expect(lateInterest({ requestedAt, amount: 100_000n }, kst(now))).toBe(interest)
  })
})
