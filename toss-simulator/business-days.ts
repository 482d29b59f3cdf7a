/**
 * Days of the week on which Korean banks rest, of the years that this table covers: fixed and lunar holidays, their
 * substitutes, elections, holidays by decree and Workers' Day.
 */
const HOLIDAYS: Record<string, string> = {
  2025: '01-01 01-27 01-28 01-29 01-30 03-03 05-01 05-05 05-06 06-03 06-06 08-15 10-03 10-06 10-07 10-08 10-09 12-25',
  2026: '01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 12-25',
  2027: '01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 12-27',
  2028: '01-26 01-27 01-28 03-01 04-12 05-01 05-02 05-05 06-06 07-17 08-15 10-02 10-03 10-04 10-05 10-09 12-25',
}

const DAY_MS = 24 * 60 * 60 * 1000
const SUNDAY = 0
const SATURDAY = 6

/** Whether banks work on a Korean day, `yyyy-MM-dd`. */
export function isBusinessDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  if (weekday === SUNDAY || weekday === SATURDAY) return false
  return !HOLIDAYS[day.slice(0, 4)]?.split(' ').includes(day.slice(5))
}

/** The `days`th business day after `day`. */
export function addBusinessDays(day: string, days: number): string {
  let at = day
  for (let left = days; left > 0;) {
    at = addDays(at, 1)
    if (isBusinessDay(at)) left--
  }
  return at
}

/** The day that comes `days` after `day`, before it when negative. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
