import { isBusinessDay } from '@/toss-simulator/business-days'
import { dayOf, formatTime } from '@/toss-simulator/clock'
import { TossError } from '@/toss-simulator/errors'
import type { PayoutFields } from '@/toss-simulator/payouts/payout'

/** Toss: EXPRESS is taken on business days from 08:00 to 15:00 in Korea. */
const OPENS = '08:00:00'
const CLOSES = '15:00:00'
/** Toss: the batch of a day begins at nine. */
const BATCH_TIME = '09:00:00+09:00'

/**
 * Toss: a payout is for a business day, the next one at the earliest and a year ahead at most; EXPRESS is for now.
 * @throws {TossError} NOT_ALLOWED_HOLIDAY or INVALID_PAYABLE_DATE
 */
export function checkPayable({ scheduleType, payoutDate }: PayoutFields, now: number): void {
  const today = dayOf(now)
  if (!isBusinessDay(payoutDate)) throw new TossError('NOT_ALLOWED_HOLIDAY')
  if (scheduleType === 'EXPRESS') {
    const time = formatTime(now).slice(11, 19)
    if (time < OPENS || CLOSES <= time) throw new TossError('INVALID_PAYABLE_DATE')
  } else if (payoutDate <= today || aYearAfter(today) < payoutDate) {
    throw new TossError('INVALID_PAYABLE_DATE')
  }
}

/** When the batch of that day begins. */
export function batchOf(payoutDate: string): number {
  return Date.parse(`${payoutDate}T${BATCH_TIME}`)
}

/** As text, which is compared as text: there need not be such a day. */
function aYearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
}
