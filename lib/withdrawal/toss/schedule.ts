import { addBusinessDays, isBusinessDay } from '@/lib/business-days'
import { addMs, HOUR_MS, kstDay, kstMidnight, MINUTE_MS, startOfKstDay } from '@/lib/time'

/** Toss: EXPRESS is taken on business days from 08:00 to 15:00 in Korea. A request needs a moment to get there. */
const OPENS_MS = 8 * HOUR_MS
const CLOSES_MS = 15 * HOUR_MS - MINUTE_MS
/** Toss: the payouts of a day leave from nine on. */
const BATCH_MS = 9 * HOUR_MS

/** `wait`: too early on a day on which it will still arrive. Else when to pay; null for at once. */
export type Schedule = { kind: 'wait'; until: Date } | { kind: 'pay'; payoutDate: string | null }

/** For which day Toss is asked to pay. `refused`: the day that it would not pay on, null for at once. */
export function choosePayoutDate(now: Date, refused?: { payoutDate: string | null }): Schedule {
  const today = kstDay(now)
  if (refused) {
    const after = refused.payoutDate && refused.payoutDate > today ? refused.payoutDate : today
    return { kind: 'pay', payoutDate: addBusinessDays(after, 1) }
  }
  const sinceMidnight = now.getTime() - startOfKstDay(now).getTime()
  if (!isBusinessDay(today) || CLOSES_MS <= sinceMidnight)
    return { kind: 'pay', payoutDate: addBusinessDays(today, 1) }
  if (sinceMidnight < OPENS_MS) return { kind: 'wait', until: addMs(startOfKstDay(now), OPENS_MS) }
  return { kind: 'pay', payoutDate: null }
}

/** When a payout for that day leaves. */
export function leavesAt(payoutDate: string): Date {
  return addMs(kstMidnight(payoutDate), BATCH_MS)
}
