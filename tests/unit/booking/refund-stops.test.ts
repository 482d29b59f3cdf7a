import { describe, expect, test } from 'vitest'
import { firstLoss, refundStops } from '@/app/bookings/[id]/refund-stops'
import { refundSchedule, refundShare, refundAmount } from '@/lib/policy/refund'
import { REFUND_PRESETS } from '@/lib/policy/refund-presets'
import { addMs, DAY_MS, MINUTE_MS, toKstIso } from '@/lib/time'

const kst = (text: string) => new Date(`${text}+09:00`)
const shown = ({ at, amount }: { at: Date; amount: bigint }) => `${toKstIso(at).slice(5, 16)} ${amount}`

function scene(now: Date, startAt: Date, paidAt: Date | null = null, steps = REFUND_PRESETS.flexible.steps) {
  const terms = { startAt, endAt: addMs(startAt, DAY_MS), paidAt, steps, disaster: false }
  return { terms, stops: refundStops(refundSchedule(terms), 30_000n, now) }
}

describe('the times at which a refund is told', () => {
  test('are now, on the clock, and both sides of every edge', () => {
    const { stops } = scene(kst('2026-11-27T21:20:05.001'), kst('2026-11-28T02:00'))
    expect(stops.map(shown)).toEqual([
      ...['11-27T21:20 15000', '11-27T21:30 15000', '11-27T21:40 15000', '11-27T21:50 15000'],
      ...['11-27T22:00 15000', '11-27T22:10 15000', '11-27T22:20 15000', '11-27T22:30 15000'],
      ...['11-27T22:40 15000', '11-27T22:50 15000', '11-27T23:00 15000', '11-27T23:10 15000'],
      ...['11-27T23:20 15000', '11-27T23:30 15000', '11-27T23:40 15000', '11-27T23:50 15000'],
      ...['11-27T23:59 15000', '11-28T00:00 0', '11-28T00:10 0', '11-28T00:20 0', '11-28T00:30 0'],
      ...['11-28T00:40 0', '11-28T00:50 0', '11-28T01:00 0', '11-28T01:10 0', '11-28T01:20 0'],
      ...['11-28T01:30 0', '11-28T01:40 0', '11-28T01:50 0', '11-28T01:59 0'],
    ])
    expect(firstLoss(stops)).toBe(17)
  })

  test('show an edge between minutes from the next minute on', () => {
    const now = kst('2026-11-28T09:00')
    const paidAt = kst('2026-11-28T08:45:30.250')
    const { stops } = scene(now, kst('2026-11-28T18:00'), paidAt)
    const grace = stops.filter(({ stretch }) => stretch.reason === 'grace')
    expect(grace.map(shown).at(-1)).toBe('11-28T10:45 30000')
    expect(shown(stops[grace.length]!)).toBe('11-28T10:46 0')
    expect(firstLoss(stops)).toBe(grace.length)
  })

  test.each([0, 1, 5, 20, 100, 180])('are in order, true and few, %i days ahead', (days) => {
    const startAt = kst('2027-02-28T14:00')
    for (const { steps } of Object.values(REFUND_PRESETS)) {
      const now = addMs(startAt, -days * DAY_MS - 90 * MINUTE_MS)
      const { stops, terms } = scene(now, startAt, null, steps)
      expect(stops.length).toBeLessThan(450)
      expect(stops[0]!.at).toEqual(now)
      expect(stops.at(-1)!.at).toEqual(addMs(startAt, -MINUTE_MS))
      for (const [index, { at, amount }] of stops.entries()) {
        if (index > 0) expect(at > stops[index - 1]!.at).toBe(true)
        expect(amount).toBe(refundAmount(30_000n, refundShare(terms, at, 'renter').percent))
      }
    }
  })

  test('are none once the use has begun, and one in its last minute', () => {
    const startAt = kst('2026-11-28T14:00')
    expect(scene(startAt, startAt).stops).toEqual([])
    const { stops } = scene(addMs(startAt, -1), startAt)
    expect(stops.map(shown)).toEqual(['11-28T13:59 0'])
    expect(firstLoss(stops)).toBe(0)
  })
})
