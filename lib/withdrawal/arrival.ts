import { addBusinessDays, businessDayFrom } from '@/lib/business-days'
import { HOUR_MS, kstDay, startOfKstDay } from '@/lib/time'

/** What is asked for later than this counts as asked for on the next business day. */
const CUT_OFF_MS = 15 * HOUR_MS

/** How many business days people may take to agree. */
const APPROVAL_DAYS = 1

/** The KST day by which money asked for now should be in its account, `2026-11-30`: never promised too early. */
export function arrivesBy(now: Date, needsApproval: boolean): string {
  const today = kstDay(now)
  const late = now.getTime() - startOfKstDay(now).getTime() >= CUT_OFF_MS
  const begins = late ? addBusinessDays(today, 1) : businessDayFrom(today)
  return needsApproval ? addBusinessDays(begins, APPROVAL_DAYS) : begins
}
