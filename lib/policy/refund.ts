import { addDays, addMs, HOUR_MS, kstDay, kstMidnight, MINUTE_MS } from '@/lib/time'

/** From this many KST calendar days before the day of use, this share of the price comes back. */
export type RefundStep = { daysBefore: number; percent: number }

/** What decides how much of a booking's price comes back. `disaster`: its time and place are struck by one. */
export type RefundTerms = {
  startAt: Date
  endAt: Date
  paidAt: Date | null
  steps: RefundStep[]
  disaster: boolean
}

export type RefundReason = 'policy' | 'grace' | 'owner' | 'disaster' | 'operator'
export type RefundShare = { percent: number; reason: RefundReason }

/** Up to and without `until`, a renter who cancels gets this share. */
export type RefundStretch = RefundShare & { until: Date }

/** A change of mind right after paying is free; a short one when the space is wanted soon. */
const GRACE_MS = 2 * HOUR_MS
const SHORT_GRACE_MS = 15 * MINUTE_MS
const SOON_MS = 3 * HOUR_MS

/**
 * The share of the price that comes back when the booking is cancelled at this instant, and by which rule. The
 * platform's rules win over the owner's steps: all when the owner or an operator cancels, in a disaster, and for a
 * while after paying. Once the use has begun a renter gets nothing back.
 */
export function refundShare(terms: RefundTerms, at: Date, by: 'renter' | 'owner' | 'operator'): RefundShare {
  if (by !== 'renter') return { percent: 100, reason: by }
  const stretch = refundSchedule(terms).find(({ until }) => at < until)
  return stretch ? { percent: stretch.percent, reason: stretch.reason } : { percent: 0, reason: 'policy' }
}

/** Every stretch of time up to the start of use in which cancelling gives one share, in order. */
export function refundSchedule({ startAt, paidAt, steps, disaster }: RefundTerms): RefundStretch[] {
  if (disaster) return [{ until: startAt, percent: 100, reason: 'disaster' }]
  const day = kstDay(startAt)
  const policy = steps.map(({ daysBefore, percent }) => ({
    // All of the KST day that is so many days before counts: 23:59:59.999 is early enough.
    until: soonest(kstMidnight(addDays(day, 1 - daysBefore)), startAt),
    percent,
    reason: 'policy' as const,
  }))
  const stretches = paidAt
    ? withGrace(policy, soonest(addMs(paidAt, graceMs(paidAt, startAt)), startAt))
    : policy
  return mergeEqual(stretches)
}

/** How long after paying at this instant all comes back, in milliseconds. */
export function graceMs(paidAt: Date, startAt: Date): number {
  return startAt.getTime() - paidAt.getTime() <= SOON_MS ? SHORT_GRACE_MS : GRACE_MS
}

/** Grace adds only where the owner's steps give less. */
function withGrace(policy: RefundStretch[], graceEnds: Date): RefundStretch[] {
  const full = policy.filter(({ percent, until }) => percent === 100 && graceEnds <= until)
  if (full.length > 0) return policy
  const whole = policy.filter(({ percent }) => percent === 100)
  const later = policy.filter(({ percent, until }) => percent < 100 && graceEnds < until)
  return [...whole, { until: graceEnds, percent: 100, reason: 'grace' }, ...later]
}

/** Stretches that are over before they begin are left out, and neighbours that give the same are one. */
function mergeEqual(stretches: RefundStretch[]): RefundStretch[] {
  const merged: RefundStretch[] = []
  for (const stretch of stretches) {
    const last = merged.at(-1)
    if (last && stretch.until <= last.until) continue
    if (last?.percent === stretch.percent && last.reason === stretch.reason) merged.pop()
    merged.push(stretch)
  }
  return merged
}

function soonest(a: Date, b: Date): Date {
  return a < b ? a : b
}

/** Won, rounded down. */
export function refundAmount(price: bigint, percent: number): bigint {
  return (price * BigInt(percent)) / 100n
}
