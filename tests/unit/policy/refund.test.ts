import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REFUND_PRESETS } from '@/lib/policy/refund-presets'
import { refundAmount, refundSchedule, refundShare } from '@/lib/policy/refund'
import { addDays, addMs, DAY_MS, HOUR_MS, kstDay, kstMidnight, MINUTE_MS } from '@/lib/time'

const presets = Object.values(REFUND_PRESETS)

function termsOf(startAt: Date, steps = presets[0]!.steps, paidAt: Date | null = null) {
  return { startAt, endAt: addMs(startAt, 2 * HOUR_MS), paidAt, steps, disaster: false }
}

describe('refundShare', () => {
  it.each(['2026-03-01T14:00+09:00', '2028-03-01T00:00+09:00', '2027-01-01T23:30+09:00'])(
    'holds each step to the last millisecond of its KST day, for a start at %s',
    (start) => {
      const startAt = new Date(start)
      for (const { steps } of presets)
        for (const [index, { daysBefore, percent }] of steps.entries()) {
          if (daysBefore === 0) continue
          const until = kstMidnight(addDays(kstDay(startAt), 1 - daysBefore))
          const terms = termsOf(startAt, steps)
          expect(refundShare(terms, addMs(until, -1), 'renter').percent).toBe(percent)
          const next = until < startAt ? steps[index + 1]!.percent : 0
          expect(refundShare(terms, until, 'renter').percent).toBe(next)
        }
    },
  )

  it.each([
    [3 * HOUR_MS, 15 * MINUTE_MS],
    [3 * HOUR_MS + 1, 2 * HOUR_MS],
    [10 * MINUTE_MS, 10 * MINUTE_MS],
  ])('is free after paying %i ms ahead for %i ms and no longer', (ahead, grace) => {
    const paidAt = new Date('2026-11-28T10:00+09:00')
    const terms = termsOf(addMs(paidAt, ahead), presets[0]!.steps, paidAt)
    expect(refundShare(terms, addMs(paidAt, grace - 1), 'renter')).toEqual({ percent: 100, reason: 'grace' })
    expect(refundShare(terms, addMs(paidAt, grace), 'renter')).toEqual({ percent: 0, reason: 'policy' })
  })

  it('never rises, and is what the schedule says', () => {
    const startAt = new Date('2026-11-28T14:00+09:00')
    const before = fc.integer({ min: -DAY_MS, max: 40 * DAY_MS })
    fc.assert(
      fc.property(fc.constantFrom(...presets), before, before, ({ steps }, a, b) => {
        const terms = termsOf(startAt, steps)
        const [early, late] = [addMs(startAt, -Math.max(a, b)), addMs(startAt, -Math.min(a, b))]
        const share = refundShare(terms, late, 'renter').percent
        expect(share).toBeLessThanOrEqual(refundShare(terms, early, 'renter').percent)
        expect(share).toBe(refundSchedule(terms).find(({ until }) => late < until)?.percent ?? 0)
      }),
    )
  })
})

describe('refundAmount', () => {
  it('rounds down to the won', () => expect(refundAmount(33_333n, 50)).toBe(16_666n))
})
