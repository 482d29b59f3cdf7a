import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { REFUND_PRESETS } from '@/lib/policy/refund-presets'
import {
  refundAmount,
  refundSchedule,
  refundShare,
  type RefundStep,
  type RefundTerms,
} from '@/lib/policy/refund'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'

const kst = (text: string) => new Date(`${text}+09:00`)

function termsOf(startAt: Date, steps: RefundStep[], paidAt: Date | null = null): RefundTerms {
  return { startAt, endAt: addMs(startAt, 2 * HOUR_MS), paidAt, steps, disaster: false }
}

const flexible = REFUND_PRESETS.flexible.steps
const standard = REFUND_PRESETS.standard.steps
const domestic = REFUND_PRESETS.domestic.steps

const percentAt = (terms: RefundTerms, at: Date) => refundShare(terms, at, 'renter').percent

/** Start of use, the first instant at which less comes back, what comes back up to it and from it on. */
const EDGES: [
  preset: string,
  steps: RefundStep[],
  start: string,
  edge: string,
  before: number,
  after: number,
][] = [
  ['flexible', flexible, '2026-11-28T14:00', '2026-11-22T00:00', 100, 50],
  ['flexible', flexible, '2026-11-28T14:00', '2026-11-28T00:00', 50, 0],
  ['flexible', flexible, '2026-11-28T23:00', '2026-11-22T00:00', 100, 50],
  ['flexible', flexible, '2026-11-28T23:00', '2026-11-28T00:00', 50, 0],
  // One that starts at midnight is on the new day, so that its half ends as it starts.
  ['flexible', flexible, '2026-11-28T00:00', '2026-11-22T00:00', 100, 50],
  ['flexible', flexible, '2026-11-28T00:00', '2026-11-28T00:00', 50, 0],
  ['flexible', flexible, '2026-11-28T01:00', '2026-11-28T00:00', 50, 0],
  ['flexible, over a month end', flexible, '2026-12-01T14:00', '2026-11-25T00:00', 100, 50],
  ['flexible, over a month end', flexible, '2026-12-01T14:00', '2026-12-01T00:00', 50, 0],
  ['flexible, over a year end', flexible, '2027-01-03T10:00', '2026-12-28T00:00', 100, 50],
  ['flexible, on New Year', flexible, '2027-01-01T00:00', '2027-01-01T00:00', 50, 0],
  ['standard', standard, '2026-11-28T14:00', '2026-10-30T00:00', 100, 50],
  ['standard', standard, '2026-11-28T14:00', '2026-11-22T00:00', 50, 0],
  ['standard, over a year end', standard, '2027-01-15T14:00', '2026-12-17T00:00', 100, 50],
  ['standard, over 29 February', standard, '2028-03-01T14:00', '2028-02-01T00:00', 100, 50],
  ['standard, over 29 February', standard, '2028-03-01T14:00', '2028-02-24T00:00', 50, 0],
  ['standard, over 28 February', standard, '2027-03-01T14:00', '2027-01-31T00:00', 100, 50],
  ['standard, over 28 February', standard, '2027-03-01T14:00', '2027-02-23T00:00', 50, 0],
  ['flexible, the day after 29 February', flexible, '2028-03-01T00:00', '2028-03-01T00:00', 50, 0],
  ['flexible, on 29 February', flexible, '2028-02-29T09:00', '2028-02-23T00:00', 100, 50],
  ['flexible, on 29 February', flexible, '2028-02-29T09:00', '2028-02-29T00:00', 50, 0],
  ['domestic', domestic, '2026-11-28T14:00', '2026-11-21T00:00', 100, 90],
  ['domestic', domestic, '2026-11-28T14:00', '2026-11-22T00:00', 90, 80],
  ['domestic', domestic, '2026-11-28T14:00', '2026-11-23T00:00', 80, 70],
  ['domestic', domestic, '2026-11-28T14:00', '2026-11-24T00:00', 70, 60],
  ['domestic', domestic, '2026-11-28T14:00', '2026-11-25T00:00', 60, 50],
  ['domestic', domestic, '2026-11-28T14:00', '2026-11-26T00:00', 50, 30],
  ['domestic', domestic, '2026-11-28T14:00', '2026-11-27T00:00', 30, 20],
  ['domestic', domestic, '2026-11-28T14:00', '2026-11-28T00:00', 20, 0],
  ['domestic, over 29 February', domestic, '2028-03-03T14:00', '2028-02-25T00:00', 100, 90],
  ['domestic, over 29 February', domestic, '2028-03-03T14:00', '2028-02-29T00:00', 60, 50],
  ['domestic, over 29 February', domestic, '2028-03-03T14:00', '2028-03-01T00:00', 50, 30],
]

const serversZone = process.env.TZ
afterEach(() => {
  if (serversZone === undefined) delete process.env.TZ
  else process.env.TZ = serversZone
})

describe.each([
  ['UTC', 0],
  ['America/Los_Angeles', 480],
  ['Asia/Seoul', -540],
])('on a server in %s', (zone, minutesBehind) => {
  it.each(EDGES)('%s: %#', (_name, steps, start, edge, before, after) => {
    process.env.TZ = zone
    expect(new Date('2026-12-01').getTimezoneOffset()).toBe(minutesBehind)
    const terms = termsOf(kst(start), steps)
    // 23:59:59.999 is early enough and 00:00:00.000 is not.
    expect(percentAt(terms, addMs(kst(edge), -1))).toBe(before)
    expect(percentAt(terms, kst(edge))).toBe(after)
    // A long booking, past midnight, is on the day that it starts.
    expect(percentAt({ ...terms, endAt: addMs(terms.startAt, DAY_MS) }, addMs(kst(edge), -1))).toBe(before)
  })
})

describe('from the start of use on', () => {
  it.each(Object.entries(REFUND_PRESETS))(
    'nothing comes back under %s, whatever was before',
    (_name, { steps }) => {
      const startAt = kst('2026-11-28T14:00')
      for (const terms of [
        termsOf(startAt, steps),
        termsOf(startAt, steps, addMs(startAt, -1)),
        { ...termsOf(startAt, steps), disaster: true },
        termsOf(startAt, [{ daysBefore: 0, percent: 100 }]),
      ]) {
        expect(refundShare(terms, startAt, 'renter')).toEqual({ percent: 0, reason: 'policy' })
        expect(refundShare(terms, addMs(startAt, DAY_MS), 'renter')).toEqual({ percent: 0, reason: 'policy' })
      }
    },
  )
})

describe('after paying', () => {
  /** From paying to the start, and for how long it is free. */
  it.each([
    [30 * DAY_MS, 2 * HOUR_MS],
    [3 * HOUR_MS + 1, 2 * HOUR_MS],
    [3 * HOUR_MS, 15 * MINUTE_MS],
    [3 * HOUR_MS - 1, 15 * MINUTE_MS],
    [15 * MINUTE_MS, 15 * MINUTE_MS],
    [10 * MINUTE_MS, 10 * MINUTE_MS],
    [1, 1],
  ])('%i ms ahead, all comes back for %i ms and no longer', (aheadMs, graceMs) => {
    const paidAt = kst('2026-11-28T10:17:23.456')
    const terms = termsOf(addMs(paidAt, aheadMs), [{ daysBefore: 0, percent: 0 }], paidAt)
    expect(refundShare(terms, paidAt, 'renter')).toEqual({ percent: 100, reason: 'grace' })
    const ends = addMs(paidAt, graceMs)
    expect(refundShare(terms, addMs(ends, -1), 'renter')).toEqual({ percent: 100, reason: 'grace' })
    expect(refundShare(terms, ends, 'renter')).toEqual({ percent: 0, reason: 'policy' })
  })

  it('grace carries a full refund over its last midnight', () => {
    const paidAt = kst('2026-11-21T23:00')
    expect(refundSchedule(termsOf(kst('2026-11-28T14:00'), flexible, paidAt))).toEqual([
      { until: kst('2026-11-22T00:00'), percent: 100, reason: 'policy' },
      { until: kst('2026-11-22T01:00'), percent: 100, reason: 'grace' },
      { until: kst('2026-11-28T00:00'), percent: 50, reason: 'policy' },
      { until: kst('2026-11-28T14:00'), percent: 0, reason: 'policy' },
    ])
  })

  it('grace covers whole steps that end within it', () => {
    const paidAt = kst('2026-11-27T23:30')
    expect(refundSchedule(termsOf(kst('2026-11-28T14:00'), flexible, paidAt))).toEqual([
      { until: kst('2026-11-22T00:00'), percent: 100, reason: 'policy' },
      { until: kst('2026-11-28T01:30'), percent: 100, reason: 'grace' },
      { until: kst('2026-11-28T14:00'), percent: 0, reason: 'policy' },
    ])
  })

  it.each(['2026-11-21T21:59:59.999', '2026-11-21T22:00'])(
    'grace is not spoken of where the policy gives all for as long: paid at %s',
    (paid) => {
      const schedule = refundSchedule(termsOf(kst('2026-11-28T14:00'), flexible, kst(paid)))
      expect(schedule).toEqual(refundSchedule(termsOf(kst('2026-11-28T14:00'), flexible)))
    },
  )

  it('grace that outlasts the policy by a millisecond is spoken of', () => {
    const paidAt = kst('2026-11-21T22:00:00.001')
    const [first, second] = refundSchedule(termsOf(kst('2026-11-28T14:00'), flexible, paidAt))
    expect(first).toEqual({ until: kst('2026-11-22T00:00'), percent: 100, reason: 'policy' })
    expect(second).toEqual({ until: kst('2026-11-22T00:00:00.001'), percent: 100, reason: 'grace' })
  })

  it('a payment that came after the start begins no grace', () => {
    const startAt = kst('2026-11-28T14:00')
    const terms = termsOf(startAt, flexible, addMs(startAt, MINUTE_MS))
    expect(percentAt(terms, addMs(startAt, 2 * MINUTE_MS))).toBe(0)
  })
})

describe('the platform’s rules', () => {
  const startAt = kst('2026-11-28T14:00')
  const times = [addMs(startAt, -40 * DAY_MS), addMs(startAt, -1), startAt, addMs(startAt, HOUR_MS)]

  it.each(['owner', 'operator'] as const)('give all whenever the %s cancels', (by) => {
    for (const at of times) {
      expect(refundShare(termsOf(startAt, standard), at, by)).toEqual({ percent: 100, reason: by })
      const struck = { ...termsOf(startAt, standard, addMs(startAt, -HOUR_MS)), disaster: true }
      expect(refundShare(struck, at, by)).toEqual({ percent: 100, reason: by })
    }
  })

  it('give all in a disaster up to the start, before policy and grace', () => {
    const struck = { ...termsOf(startAt, standard, addMs(startAt, -HOUR_MS)), disaster: true }
    expect(refundSchedule(struck)).toEqual([{ until: startAt, percent: 100, reason: 'disaster' }])
    for (const at of times.slice(0, 2))
      expect(refundShare(struck, at, 'renter')).toEqual({ percent: 100, reason: 'disaster' })
  })
})

describe('any booking', () => {
  const anySteps = fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { maxLength: 5 }),
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 6, maxLength: 6 }),
    )
    .map(([days, percents]) => {
      const falling = (a: number, b: number) => b - a
      const shares = percents.toSorted(falling)
      return [...days.toSorted(falling), 0].map((daysBefore, index) => ({
        daysBefore,
        percent: shares[index]!,
      }))
    })
  const anyTerms = fc
    .record({
      startMs: fc
        .integer({ min: 0, max: 800 * 24 })
        .map((hours) => kst('2026-11-01T00:00').getTime() + hours * HOUR_MS),
      paidBeforeMs: fc.option(
        fc.oneof(fc.integer({ min: -HOUR_MS, max: 4 * HOUR_MS }), fc.integer({ min: 0, max: 100 * DAY_MS })),
      ),
      steps: fc.oneof(fc.constantFrom(flexible, standard, domestic), anySteps),
      disaster: fc.boolean(),
    })
    .map(({ startMs, paidBeforeMs, steps, disaster }) => {
      const startAt = new Date(startMs)
      const paidAt = paidBeforeMs === null ? null : addMs(startAt, -paidBeforeMs)
      return { ...termsOf(startAt, steps, paidAt), disaster }
    })

  it('has stretches in order that end at its start', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const schedule = refundSchedule(terms)
        expect(schedule.at(-1)!.until).toEqual(terms.startAt)
        for (const [index, { until, percent, reason }] of schedule.entries()) {
          const before = schedule[index - 1]
          if (!before) continue
          expect(until > before.until).toBe(true)
          expect(percent).toBeLessThanOrEqual(before.percent)
          expect([percent, reason]).not.toEqual([before.percent, before.reason])
        }
      }),
    )
  })

  it('gives what its schedule says, to the millisecond', () => {
    fc.assert(
      fc.property(anyTerms, fc.integer({ min: -1000, max: 101 * DAY_MS }), (terms, beforeMs) => {
        const schedule = refundSchedule(terms)
        const edges = schedule.flatMap(({ until }) => [addMs(until, -1), until, addMs(until, 1)])
        for (const at of [...edges, addMs(terms.startAt, -beforeMs)]) {
          const stretch = schedule.find(({ until }) => at < until)
          const { percent, reason } = stretch ?? { percent: 0, reason: 'policy' }
          expect(refundShare(terms, at, 'renter')).toEqual({ percent, reason })
        }
      }),
    )
  })

  it('gives what a plain reading of the rules says', () => {
    fc.assert(
      fc.property(anyTerms, fc.integer({ min: -1000, max: 101 * DAY_MS }), (terms, beforeMs) => {
        const edges = refundSchedule(terms).flatMap(({ until }) => [addMs(until, -1), until])
        // Before it is paid nobody asks.
        const asked = [...edges, addMs(terms.startAt, -beforeMs)].filter(
          (at) => !terms.paidAt || terms.paidAt <= at,
        )
        for (const at of asked) expect(percentAt(terms, at)).toBe(plainly(terms, at))
      }),
      { numRuns: 300 },
    )
  })
})

/** The rules once more, counted in days since the epoch and without stretches. */
function plainly({ startAt, paidAt, steps, disaster }: RefundTerms, at: Date): number {
  if (at >= startAt) return 0
  if (disaster) return 100
  const sincePaidMs = paidAt ? at.getTime() - paidAt.getTime() : Infinity
  const soon = paidAt !== null && startAt.getTime() - paidAt.getTime() <= 3 * HOUR_MS
  if (sincePaidMs < (soon ? 15 : 120) * MINUTE_MS) return 100
  const dayOf = (instant: Date) => Math.floor((instant.getTime() + 9 * HOUR_MS) / DAY_MS)
  const daysBefore = dayOf(startAt) - dayOf(at)
  return steps.find((step) => step.daysBefore <= daysBefore)!.percent
}

describe('refundAmount', () => {
  it.each([
    [33_333n, 50, 16_666n],
    [1n, 99, 0n],
    [1n, 100, 1n],
    [99n, 1, 0n],
    [100n, 1, 1n],
    [2_000_000n, 0, 0n],
    [1_999_999n, 90, 1_799_999n],
    [9_007_199_254_740_993n, 100, 9_007_199_254_740_993n],
  ])('%i won at %i %% is %i won: down to the won', (price, percent, amount) => {
    expect(refundAmount(price, percent)).toBe(amount)
  })
})
