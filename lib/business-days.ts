import { addDays, weekdayOf } from './time'

const SATURDAY = 6
const SUNDAY = 0

/** Days on which Korean banks rest, but for weekends: holidays, their substitutes, elections and Workers' Day. */
const HOLIDAYS = new Set(
  Object.entries({
    2026: '01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 12-25',
    2027: '01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 12-27',
  }).flatMap(([year, days]) => days.split(' ').map((day) => `${year}-${day}`)),
)

/** Whether banks work on a KST day such as `2026-11-27`. */
export function isBusinessDay(day: string): boolean {
  return ![SATURDAY, SUNDAY].includes(weekdayOf(day)) && !HOLIDAYS.has(day)
}

/** The `days`th business day after `day`. */
export function addBusinessDays(day: string, days: number): string {
  if (days === 0) return day
  const next = addDays(day, 1)
  return addBusinessDays(next, isBusinessDay(next) ? days - 1 : days)
}
