import { refundAmount, type RefundStretch } from '@/lib/policy/refund'
import { addMs, DAY_MS, HOUR_MS, kstMidnight, MINUTE_MS } from '@/lib/time'

/** A time to which the slider can be moved, and what cancelling at it gives. */
export type RefundStop = { at: Date; amount: bigint; stretch: RefundStretch }

/** The first that makes a stretch short enough: a long one must not leave the others too narrow to hit. */
const GRIDS_MS = [10 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, DAY_MS]
const MOST_IN_STRETCH = 48

/** Any midnight of Korea: from it on, every grid falls on its hours and days. */
const EPOCH_MS = kstMidnight('2000-01-01').getTime()

/** From now to the last minute before the start: times on the clock, and both sides of each edge of a stretch. */
export function refundStops(schedule: RefundStretch[], price: bigint, now: Date): RefundStop[] {
  const ahead = schedule.filter(({ until }) => now < until)
  return ahead.flatMap((stretch, index) => {
    const before = ahead[index - 1]
    const from = before ? ceil(before.until, MINUTE_MS) : now
    const amount = refundAmount(price, stretch.percent)
    return timesWithin(from, stretch.until).map((at) => ({ at, amount, stretch }))
  })
}

/** Where the slider stands at first: the moment from which less comes back. */
export function firstLoss(stops: RefundStop[]): number {
  const index = stops.findIndex(({ amount }) => amount < stops[0]!.amount)
  return index === -1 ? 0 : index
}

function timesWithin(from: Date, until: Date): Date[] {
  if (until <= from) return []
  // The edge itself belongs to what follows. Grace ends at any millisecond, and the clock shows minutes.
  const last = floor(addMs(until, -1), MINUTE_MS)
  if (last <= from) return [from]
  const lengthMs = until.getTime() - from.getTime()
  const gridMs = GRIDS_MS.find((grid) => lengthMs <= grid * MOST_IN_STRETCH) ?? DAY_MS
  const between: Date[] = []
  for (let at = ceil(addMs(from, 1), gridMs); at < last; at = addMs(at, gridMs)) between.push(at)
  return [from, ...between, last]
}

function floor(at: Date, gridMs: number): Date {
  return new Date(EPOCH_MS + Math.floor((at.getTime() - EPOCH_MS) / gridMs) * gridMs)
}

function ceil(at: Date, gridMs: number): Date {
  return new Date(EPOCH_MS + Math.ceil((at.getTime() - EPOCH_MS) / gridMs) * gridMs)
}
