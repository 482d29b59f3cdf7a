import { addMs, SECOND_MS } from '@/lib/time'

const FIRST_MS = SECOND_MS
/** A buyer may be waiting: never ask more seldom than this while an order is CONFIRMING. */
export const LONGEST_BACK_OFF_MS = 30 * SECOND_MS

/** When to ask Toss again after `checks` tries: 1, 2, 4, 8, 16, 30, 30 … seconds later. */
export function nextCheckAt(now: Date, checks: number): Date {
  return addMs(now, Math.min(FIRST_MS * 2 ** Math.min(checks, 10), LONGEST_BACK_OFF_MS))
}
