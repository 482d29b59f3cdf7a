import { describe, expect, test } from 'vitest'
import { countedOn, LIMITS, measure, type Daily } from '@/lib/safeguard/thresholds'
import { addDays } from '@/lib/time'

describe('the quarters that count', () => {
  test.each([
    ['2026-12-31', ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3']],
    ['2027-01-01', ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']],
    ['2027-03-31', ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']],
    ['2027-04-01', ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2027-Q1']],
  ])('on %s', (day, quarters) => {
    expect(countedOn(day)).toEqual(quarters)
  })
})

/** Every day of a time, with what is said of its own and the last word before it of the others. */
function daysFrom(first: string, last: string, said: Record<string, bigint>, issued = 0n): Daily[] {
  const days: Daily[] = []
  let unredeemed = 0n
  for (let day = first; day <= last; day = addDays(day, 1)) {
    unredeemed = said[day] ?? unredeemed
    days.push({ day, unredeemed, issued })
  }
  return days
}

describe('what is outstanding', () => {
  const QUARTERS = {
    '2025-01-01': 100n,
    '2025-04-01': 200n,
    '2025-07-01': 300n,
    '2025-10-01': 400n,
    '2026-01-01': 500n,
    '2026-04-01': 600n,
    '2026-07-01': 1_000n,
  }

  test('is the plain average of the quarters’ ends since the year before', () => {
    const { outstanding, quarters } = measure(daysFrom('2025-01-01', '2026-11-27', QUARTERS))
    expect(outstanding.amount).toBe((100n + 200n + 300n + 400n + 500n + 600n + 1_000n) / 7n)
    expect(quarters.map(({ day }) => day)).toHaveLength(7)
  })

  test('leaves the older year behind with the new one, on the day after its last', () => {
    const before = measure(daysFrom('2025-01-01', '2026-12-30', QUARTERS))
    expect(before.quarters).toHaveLength(7)
    const { outstanding, quarters } = measure(daysFrom('2025-01-01', '2026-12-31', QUARTERS))
    expect(quarters.map(({ day }) => day)).toEqual(['2026-03-31', '2026-06-30', '2026-09-30', '2026-12-31'])
    expect(outstanding.amount).toBe((500n + 600n + 1_000n + 1_000n) / 4n)
  })

  test('counts no quarter that was over before the service began', () => {
    const { outstanding, quarters } = measure(daysFrom('2026-08-15', '2026-11-27', { '2026-08-15': 900n }))
    expect(quarters).toEqual([{ day: '2026-09-30', unredeemed: 900n }])
    expect(outstanding.amount).toBe(900n)
  })

  test('is nothing in the first quarter, and without a day at all', () => {
    for (const days of [daysFrom('2026-10-02', '2026-11-27', { '2026-10-02': 900n }), []])
      expect(measure(days).outstanding).toMatchObject({ amount: 0n, percent: 0n, level: 0 })
  })
})

describe('what was issued', () => {
  test('is all of the year before, to the day, and this year’s is next year’s', () => {
    const { issuance, issuedThisYear } = measure(daysFrom('2025-12-30', '2026-01-10', {}, 7n))
    expect([issuance.amount, issuedThisYear]).toEqual([14n, 70n])
    const onTheFirst = measure(daysFrom('2025-12-30', '2025-12-31', {}, 7n))
    expect([onTheFirst.issuance.amount, onTheFirst.issuedThisYear]).toEqual([14n, 0n])
    const onTheLast = measure(daysFrom('2025-12-29', '2025-12-30', {}, 7n))
    expect([onTheLast.issuance.amount, onTheLast.issuedThisYear]).toEqual([0n, 14n])
  })
})

describe('a warning', () => {
  test.each([
    [49n, 0],
    [50n, 50],
    [69n, 50],
    [70n, 70],
    [89n, 70],
    [90n, 90],
    [100n, 90],
  ])('at %s percent is %s', (percent, level) => {
    const unredeemed = (LIMITS.outstanding * percent) / 100n
    const days = daysFrom('2026-09-30', '2026-10-01', { '2026-09-30': unredeemed })
    expect(measure(days).outstanding).toMatchObject({ percent, level })
  })

  test('is not yet given a won below', () => {
    const days = daysFrom('2026-09-30', '2026-10-01', { '2026-09-30': LIMITS.outstanding / 2n - 1n })
    expect(measure(days).outstanding).toMatchObject({ percent: 49n, level: 0 })
  })
})

describe('the day of crossing', () => {
  test('is today where a limit is reached', () => {
    const days = daysFrom('2026-09-30', '2026-11-27', { '2026-09-30': LIMITS.outstanding })
    expect(measure(days).outstanding.crossesOn).toBe('2026-11-28')
  })

  test('is the first of a quarter in which the average is over it, if it grows on', () => {
    // 10 million more every day since August. The ends, in billions: .61 1.53 2.43 3.34 4.26 5.18. In October 2027 the
    // average of the first five is 2.43; with the new year the first two fall away, and it is 3.80.
    const days: Daily[] = []
    for (let day = '2026-08-01', held = 0n; day <= '2026-11-27'; day = addDays(day, 1))
      days.push({ day, unredeemed: (held += 10_000_000n), issued: 0n })
    expect(measure(days).outstanding).toMatchObject({ amount: 610_000_000n, crossesOn: '2028-01-01' })
  })

  test('is never for what does not grow', () => {
    const days = daysFrom('2026-01-01', '2026-11-27', { '2026-01-01': LIMITS.outstanding - 1n }, 1_000n)
    expect(measure(days)).toMatchObject({ outstanding: { crossesOn: null }, issuance: { crossesOn: null } })
  })

  test('of issuance is the new year after the one in which as much is charged', () => {
    // 100 million a day: 36.5 billion a year. 150 million: 54.75.
    const slow = daysFrom('2026-11-01', '2026-11-27', {}, 100_000_000n)
    expect(measure(slow).issuance.crossesOn).toBeNull()
    const fast = daysFrom('2026-11-01', '2026-11-27', {}, 150_000_000n)
    expect(measure(fast).issuance.crossesOn).toBe('2028-01-01')
    const sooner = daysFrom('2026-01-01', '2026-11-27', {}, 150_000_000n)
    expect(measure(sooner).issuance.crossesOn).toBe('2027-01-01')
  })
})
