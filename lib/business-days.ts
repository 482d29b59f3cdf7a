import * as gazette from '@hyunbinseo/holidays-kr/all'
import { addDays, weekdayOf } from './time'

const SATURDAY = 6
const SUNDAY = 0
/** Banks rest on Workers' Day, which was no public holiday before 2026. */
const WORKERS_DAY = '05-01'

/** Every public holiday of the years that the official gazette has announced. */
const HOLIDAYS = new Set(Object.values(gazette).flatMap((year) => Object.keys(year)))

/**
 * Whether banks work on a KST day such as `2026-11-27`. Of a year that the gazette has not announced yet only weekends
 * and Workers' Day are known.
 */
export function isBusinessDay(day: string): boolean {
  const weekday = weekdayOf(day)
  return weekday !== SATURDAY && weekday !== SUNDAY && !day.endsWith(WORKERS_DAY) && !HOLIDAYS.has(day)
}

/** `day` itself when banks work on it, else the next day on which they do. */
export function businessDayFrom(day: string): string {
  return isBusinessDay(day) ? day : businessDayFrom(addDays(day, 1))
}

/** The `days`th business day after `day`. */
export function addBusinessDays(day: string, days: number): string {
  return days === 0 ? day : addBusinessDays(businessDayFrom(addDays(day, 1)), days - 1)
}

/** The last business day before `day`. */
export function businessDayBefore(day: string): string {
  const before = addDays(day, -1)
  return isBusinessDay(before) ? before : businessDayBefore(before)
}
