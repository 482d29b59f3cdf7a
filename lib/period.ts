import { addDays, kstDay, kstMidnight, startOfNextKstMonth } from '@/lib/time'

/** How long what is reported at once lasts. */
export type Span = 'month' | 'quarter' | 'year'

const SHAPES: Record<Span, RegExp> = {
  month: /^20\d\d-(0[1-9]|1[0-2])$/,
  quarter: /^20\d\d-Q[1-4]$/,
  year: /^20\d\d$/,
}

/** Whether a text names a KST period of this century: `2026-11`, `2026-Q4`, `2026`. */
export function isPeriod(text: string, span: Span): boolean {
  return SHAPES[span].test(text)
}

export function isMonth(text: string): boolean {
  return isPeriod(text, 'month')
}

/** The first day of a KST period and of the one after it. */
export function daysOf(period: string): { from: string; next: string } {
  const months = monthsOf(period)
  const last = kstMidnight(`${months.at(-1)!}-01`)
  return { from: `${months[0]!}-01`, next: kstDay(startOfNextKstMonth(last)) }
}

export function lastDayOf(period: string): string {
  return addDays(daysOf(period).next, -1)
}

/** The KST months of a period, `2026-10` to `2026-12`. */
export function monthsOf(period: string): string[] {
  if (isMonth(period)) return [period]
  const year = period.slice(0, 4)
  const first = isPeriod(period, 'quarter') ? 3 * Number(period[6]) - 2 : 1
  const count = isPeriod(period, 'quarter') ? 3 : 12
  return Array.from({ length: count }, (_, index) => `${year}-${String(first + index).padStart(2, '0')}`)
}

/** The period that a KST day is in. */
export function periodOf(day: string, span: Span): string {
  const year = day.slice(0, 4)
  if (span === 'year') return year
  return span === 'month' ? day.slice(0, 7) : `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

/** The period of a day and those before it, the latest first. */
export function latestPeriods(day: string, span: Span, count: number): string[] {
  const periods = [periodOf(day, span)]
  while (periods.length < count) periods.push(periodOf(addDays(daysOf(periods.at(-1)!).from, -1), span))
  return periods
}

/** The period of a day and those after it up to another day's, the earliest first. */
export function periodsSince(first: string, last: string, span: Span): string[] {
  const periods = [periodOf(first, span)]
  while (daysOf(periods.at(-1)!).next <= last) periods.push(periodOf(daysOf(periods.at(-1)!).next, span))
  return periods
}

/** The `day`th of the month after a period: by when most of what is reported is due. */
export function dueAfter(period: string, day: number): string {
  return `${daysOf(period).next.slice(0, 7)}-${String(day).padStart(2, '0')}`
}
