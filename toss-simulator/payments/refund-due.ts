import { compactTime } from '@/toss-simulator/clock'
import type { Payment } from '@/toss-simulator/payments/payment'

const DAY_MS = 24 * 60 * 60 * 1000

/** Toss: how long after the approval money can go back by the way it came; a card has no limit. */
const DUE_DAYS: Record<string, number> = { 계좌이체: 180, 가상계좌: 365 }

/** Whether it is too late to cancel. Toss: a mobile phone payment only within its calendar month. */
export function isPastRefundDue({ method, approvedAt }: Payment, now: number): boolean {
  if (approvedAt === null || method === null) return false
  const at = Date.parse(approvedAt)
  if (method === '휴대폰') return monthOf(at) !== monthOf(now)
  const days = DUE_DAYS[method]
  return days !== undefined && at + days * DAY_MS < now
}

function monthOf(ms: number): string {
  return compactTime(ms).slice(0, 6)
}
