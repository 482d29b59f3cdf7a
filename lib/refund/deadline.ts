import { addBusinessDays } from '@/lib/business-days'
import { addDays, DAY_MS, kstDay, kstMidnight } from '@/lib/time'

/** E-commerce act §18(2), and our terms §6: so many business days after the day of the request. */
const BUSINESS_DAYS = 3
/** Its decree, §21-3: a year, in percent. */
const LATE_INTEREST_PERCENT = 15n
const DAYS_OF_A_YEAR = 365n

/** The last KST day, such as `2026-12-02`, on which a refund that was asked for then may be made. */
export function refundDueOn(requestedAt: Date): string {
  return addBusinessDays(kstDay(requestedAt), BUSINESS_DAYS)
}

/** Whether that day has passed. */
export function isOverdue({ requestedAt }: { requestedAt: Date }, now: Date): boolean {
  return refundDueOn(requestedAt) < kstDay(now)
}

/** What is owed on top for the days since, this one included; won, rounded up in the user's favour. */
export function lateInterest(
  { requestedAt, amount }: { requestedAt: Date; amount: bigint },
  now: Date,
): bigint {
  if (!isOverdue({ requestedAt }, now)) return 0n
  const dueFrom = kstMidnight(addDays(refundDueOn(requestedAt), 1))
  const days = BigInt(now.getTime() - dueFrom.getTime()) / BigInt(DAY_MS) + 1n
  const year = 100n * DAYS_OF_A_YEAR
  return (amount * LATE_INTEREST_PERCENT * days + year - 1n) / year
}
