import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'

/** Toss's messages may all be lost: what a bank does is then known within five minutes all the same. */
const POLL_MS = 4 * MINUTE_MS

/** When to ask whether the deposit has come. */
export function nextDepositCheckAt(now: Date): Date {
  return addMs(now, POLL_MS)
}

/** When to ask whether the bank has taken the deposit back: mostly within minutes, hardly ever after a day. */
export function nextUndoCheckAt(approvedAt: Date, now: Date): Date | null {
  const ageMs = now.getTime() - approvedAt.getTime()
  if (ageMs < HOUR_MS) return addMs(now, POLL_MS)
  return ageMs < DAY_MS ? addMs(now, HOUR_MS) : null
}
