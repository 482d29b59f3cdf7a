import { describe, expect, test } from 'vitest'
import { blackoutForm } from '@/lib/space/blackout-form'
import { spaceForm } from '@/lib/space/fields'
import { spaceFilter } from '@/lib/space/list-spaces'
import { daySchema } from '@/lib/wire'
import { spaceFields } from '../../support/space-form'

/** What is wrong, by field. */
function wrong(change: Record<string, string>): Record<string, string> {
  const parsed = spaceForm.safeParse({ ...spaceFields(), ...change })
  if (parsed.success) return {}
  return Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message]))
}

/** Own refund steps as a form sends them. */
function steps(...typed: [days: string, percent: string][]): Record<string, string> {
  return Object.fromEntries(
    typed.flatMap(([days, percent], index) => [
      [`stepDays${index}`, days],
      [`stepPercent${index}`, percent],
    ]),
  )
}

describe('the form of a space', () => {
  test('is read into won, people and hours', () => {
    const form = {
      ...spaceFields(),
      hourlyPrice: '20,000',
      capacity: '8',
      name: '  성수   스튜디오 ',
      opens0: '',
    }
    const space = spaceForm.parse(form)
    expect(space).toMatchObject({ hourlyPrice: 20_000n, capacity: 8, name: '성수 스튜디오', instant: true })
    expect(space.hours).toHaveLength(6)
    expect(space.hours).toContainEqual({ weekday: 1, opensAt: 9, closesAt: 22 })
  })

  test('has one spelling for a name however a keyboard composes it', () => {
    expect(spaceForm.parse({ ...spaceFields(), name: '한강'.normalize('NFD') }).name).toBe('한강')
  })

  test.each([
    ['name', ''],
    ['name', '   '],
    ['name', 'ㄱ'.repeat(61)],
    ['name', '파티룸\u0000'],
    ['name', '파티룸\u202e'],
    ['address', ''],
    ['description', 'ㄱ'.repeat(2001)],
    ['capacity', '0'],
    ['capacity', '1001'],
    ['capacity', '-1'],
    ['capacity', '1.5'],
    ['capacity', '1e3'],
    ['hourlyPrice', '0'],
    ['hourlyPrice', '10000001'],
    ['hourlyPrice', '-1000'],
    ['hourlyPrice', '1000.5'],
    ['hourlyPrice', '0x10'],
    ['kind', 'castle'],
    ['refundPreset', 'never'],
    ['booking', 'maybe'],
    ['opens1', '24'],
    ['opens1', '-1'],
    ['closes1', '31'],
    ['closes1', '9'],
    ['closes1', '8'],
    ['closes1', ''],
  ])('refuses %s %j in Korean', (field, value) => {
    expect(wrong({ [field]: value })[field]).toMatch(/[가-힣]/)
  })

  test.each([
    ['9', '30'],
    ['0', '24'],
    ['23', '24'],
    ['6', '30'],
  ])('takes a day from %s to %s', (opens1, closes1) => {
    expect(wrong({ opens1, closes1 })).toEqual({})
  })

  test.each([
    ['0', '25'],
    ['5', '30'],
  ])('refuses more than 24 hours, %s to %s', (opens1, closes1) => {
    expect(Object.keys(wrong({ opens1, closes1 }))).toEqual(['closes1'])
  })

  test('takes own refund steps, and only of a space that wants its own', () => {
    const own = steps(['7', '100'], ['1', '50'], ['0', '50'])
    expect(spaceForm.parse({ ...spaceFields(), ...own })).toMatchObject({
      refundPreset: 'flexible',
      refundSteps: null,
    })
    expect(spaceForm.parse({ ...spaceFields(), ...own, refundPreset: 'custom' })).toMatchObject({
      refundPreset: 'custom',
      refundSteps: [
        { daysBefore: 7, percent: 100 },
        { daysBefore: 1, percent: 50 },
        { daysBefore: 0, percent: 50 },
      ],
    })
  })

  test.each([
    [steps(['0', '0'])],
    [steps(['0', '100'])],
    [steps(['90', '100'], ['0', '0'])],
    [steps(['5', '5'], ['4', '4'], ['3', '3'], ['2', '2'], ['1', '1'], ['0', '0'])],
  ])('takes own steps %j', (own) => {
    expect(wrong({ refundPreset: 'custom', ...own })).toEqual({})
  })

  test.each([
    [{}, ['refundPreset']],
    [steps(['1', '0']), ['stepDays0']],
    [steps(['', '']), ['stepDays0', 'stepPercent0']],
    [steps(['', '100'], ['0', '0']), ['stepDays0']],
    [steps(['0', '100'], ['0', '0']), ['stepDays0']],
    [steps(['91', '100'], ['0', '0']), ['stepDays0']],
    [steps(['1.5', '100'], ['0', '0']), ['stepDays0']],
    [steps(['-1', '100'], ['0', '0']), ['stepDays0']],
    [steps(['7', '100'], ['7', '50'], ['0', '0']), ['stepDays1']],
    [steps(['7', '100'], ['8', '50'], ['0', '0']), ['stepDays1']],
    [steps(['7', '101'], ['0', '0']), ['stepPercent0']],
    [steps(['7', '1e1'], ['0', '0']), ['stepPercent0']],
    [steps(['7', ''], ['0', '0']), ['stepPercent0']],
    [steps(['7', '50'], ['1', '51'], ['0', '0']), ['stepPercent1']],
    [steps(['7', '50'], ['1', '20'], ['0', '21']), ['stepPercent2']],
    [{ ...steps(['7', '50']), stepDays1: '0' }, ['stepPercent1']],
    [
      steps(['6', '6'], ['5', '5'], ['4', '4'], ['3', '3'], ['2', '2'], ['1', '1'], ['0', '0']),
      ['stepDays5'],
    ],
  ])('refuses own steps %j at %j', (own, fields) => {
    const said = wrong({ refundPreset: 'custom', ...own })
    expect(Object.keys(said)).toEqual(fields)
    for (const message of Object.values(said)) expect(message).toMatch(/[가-힣]/)
  })

  test('refuses a week without an open day', () => {
    const closed = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((weekday) => [`opens${weekday}`, '']))
    expect(Object.keys(wrong(closed))).toEqual(['opens1'])
  })
})

describe('the form of a blackout', () => {
  const form = { spaceId: 'x', startDay: '2026-12-24', startHour: '0', endDay: '2026-12-25', endHour: '24' }

  test('is a time in Korea, its last hour included', () => {
    const { startsAt, endsAt } = blackoutForm.parse(form)
    expect([startsAt.toISOString(), endsAt.toISOString()]).toEqual([
      '2026-12-23T15:00:00.000Z',
      '2026-12-25T15:00:00.000Z',
    ])
  })

  test.each([
    [{ startDay: '' }, 'startDay'],
    [{ startDay: '2026-02-30' }, 'startDay'],
    [{ endDay: 'tomorrow' }, 'endDay'],
    [{ endDay: '2026-12-23' }, 'endDay'],
    [{ endDay: '2026-12-24', endHour: '0' }, 'endDay'],
    [{ endDay: '2027-12-26' }, 'endDay'],
    [{ startHour: '25' }, 'startHour'],
    [{ endHour: '1.5' }, 'endHour'],
  ])('refuses %j', (change, field) => {
    const parsed = blackoutForm.safeParse({ ...form, ...change })
    expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field])
  })
})

describe('a day', () => {
  test.each(['2026-11-30', '2028-02-29'])('%s is one', (day) => {
    expect(daySchema.safeParse(day).success).toBe(true)
  })

  test.each([
    '2026-02-30',
    '2027-02-29',
    '2026-13-01',
    '26-11-30',
    '2026-1-1',
    '0000-01-01',
    '9999-12-31',
    '',
    null,
  ])('%j is none', (day) => {
    expect(daySchema.safeParse(day).success).toBe(false)
  })
})

describe('a filter', () => {
  test('leaves out what a form sends empty', () => {
    const empty = { q: ' ', kind: '', capacity: '', maxPrice: '', instant: '', cursor: '' }
    expect(spaceFilter.parse(empty)).toEqual({ limit: 20 })
  })

  test('is read into people and won', () => {
    const asked = { q: ' 성수  스튜디오', capacity: '8', maxPrice: '30,000', instant: 'true' }
    expect(spaceFilter.parse(asked)).toMatchObject({
      q: '성수 스튜디오',
      capacity: 8,
      maxPrice: 30_000n,
      instant: true,
    })
  })
})
