import { kstDay, kstMidnight, startOfNextKstMonth } from '@/lib/time'

/** Whether a text names a KST month of this century, `2026-11`. */
export function isMonth(text: string): boolean {
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(text)
}

/** The first day of a KST month and of the one after it. */
export function daysOf(month: string): { from: string; next: string } {
  const from = `${month}-01`
  return { from, next: kstDay(startOfNextKstMonth(kstMidnight(from))) }
}

/** By when the fee of a month is invoiced: the 10th of the next (부가가치세법 §34 ③). */
export function invoicedBy(month: string): string {
  return `${daysOf(month).next.slice(0, 7)}-10`
}
