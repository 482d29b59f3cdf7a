import { describe, expect, test } from 'vitest'
import { inDisaster } from '@/lib/policy/disaster'
import { SETTINGS } from '@/lib/settings/read-setting'
import { addMs } from '@/lib/time'

const kst = (text: string) => new Date(`${text}+09:00`)
const flood = { from: kst('2026-11-28T00:00'), to: kst('2026-11-30T00:00'), area: '서울 성동구' }
const address = '서울 성동구 연무장길 12, 3층'

describe('a disaster', () => {
  test.each([
    ['just before it', addMs(flood.from, -1), false],
    ['as it begins', flood.from, true],
    ['in its last millisecond', addMs(flood.to, -1), true],
    ['as it ends', flood.to, false],
  ])('strikes by when the use starts: %s', (_when, startAt, struck) => {
    expect(inDisaster(flood, { startAt, address })).toBe(struck)
  })

  test('strikes only the places whose address names it', () => {
    expect(inDisaster(flood, { startAt: flood.from, address: '부산 해운대구 우동 1' })).toBe(false)
    expect(inDisaster(flood, { startAt: flood.from, address: '경기 성남시 (서울 성동구 옆)' })).toBe(true)
  })

  test('without an area strikes everywhere, and none strikes nobody', () => {
    expect(inDisaster({ ...flood, area: '' }, { startAt: flood.from, address: '부산' })).toBe(true)
    expect(inDisaster(null, { startAt: flood.from, address })).toBe(false)
  })
})

describe('the setting of a disaster', () => {
  const row = { from: '2026-11-28T00:00:00+09:00', to: '2026-11-29T15:00:00Z', area: '서울 성동구' }

  test('is read as what the policy understands', () => {
    expect(SETTINGS.disaster.parse(row)).toEqual(flood)
    expect(SETTINGS.disaster.parse({ ...row, area: '' })).toEqual({ ...flood, area: '' })
  })

  test('is none until somebody sets it, and none again when emptied', () => {
    expect(SETTINGS.disaster.parse({})).toBeNull()
  })

  test.each([
    ['without its end', { from: row.from, area: '' }],
    ['without its area', { from: row.from, to: row.to }],
    ['with a time of no zone', { ...row, from: '2026-11-28T00:00:00' }],
    ['with a day for a time', { ...row, to: '2026-11-30' }],
    ['with a misspelt name', { form: row.from }],
    ['that is nothing', null],
  ])('is refused %s, rather than taken for none', (_what, value) => {
    expect(SETTINGS.disaster.safeParse(value).success).toBe(false)
  })
})

describe('the settings of bookings and money', () => {
  test('have what holds until somebody sets them', () => {
    expect(SETTINGS.booking.parse({})).toEqual({
      holdMinutes: 10,
      openHolds: 3,
      answerHours: 24,
      payHours: 24,
    })
    expect(SETTINGS.fee.parse({})).toEqual({ rateBp: 1_000 })
    expect(SETTINGS.settlement.parse({})).toEqual({ delayHours: null })
  })

  test.each([
    ['booking', { holdMinutes: 0 }],
    ['booking', { openHolds: 1.5 }],
    ['fee', { rateBp: 10_001 }],
    ['fee', { rateBp: -1 }],
    ['fee', { rateBp: '1000' }],
    ['settlement', { delayHours: -1 }],
  ] as const)('%s cannot be %j', (key, value) => {
    expect(SETTINGS[key].safeParse(value).success).toBe(false)
  })

  test('take a part and keep the rest', () => {
    expect(SETTINGS.booking.parse({ holdMinutes: 5 })).toMatchObject({ holdMinutes: 5, openHolds: 3 })
    expect(SETTINGS.settlement.parse({ delayHours: 0 })).toEqual({ delayHours: 0 })
  })
})
