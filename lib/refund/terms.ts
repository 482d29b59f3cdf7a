import type { RefundRule } from '@/db/schema/refund'
import { addDays, addMs, DAY_MS, kstDay, kstMidnight } from '@/lib/time'

/** Terms §6: a charge may be taken back on its own day and the seven after it, in Korean time. */
const WITHDRAWAL_DAYS = 7

/**
 * Why the money of a charge goes back. All of what was not spent goes back by either, and nobody pays a fee for it: the
 * law gives a share of it only from a share spent on, and nothing to choose within the seven days.
 */
export function ruleOf(approvedAt: Date, now: Date): RefundRule {
  return kstDay(now) <= addDays(kstDay(approvedAt), WITHDRAWAL_DAYS) ? 'withdrawal' : 'unspent'
}

/** Toss §3.2: how long after its approval money can go back the way it came. A card has no limit. */
const DUE_DAYS: Record<string, number> = { TRANSFER: 180, VIRTUAL_ACCOUNT: 365 }

/** When the way back closes; null for one that stays open. Toss: a mobile phone's with its calendar month. */
export function wayClosesAt(method: string | null, approvedAt: Date): Date | null {
  if (method === 'MOBILE_PHONE') return firstOfNextMonth(approvedAt)
  const days = DUE_DAYS[method ?? '']
  return days === undefined ? null : addMs(approvedAt, days * DAY_MS)
}

/** Toss §3.2: only what came by a virtual account needs to be told where to go. */
export function needsAccount(method: string | null): boolean {
  return method === 'VIRTUAL_ACCOUNT'
}

function firstOfNextMonth(at: Date): Date {
  const month = kstDay(at).slice(0, 7)
  return kstMidnight(`${kstDay(addMs(kstMidnight(`${month}-28`), 4 * DAY_MS)).slice(0, 7)}-01`)
}
