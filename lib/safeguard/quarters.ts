import { addDays } from '@/lib/time'

/** A quarter of a calendar year, which is the fiscal year: `2026-Q3`. */
export type Quarter = `${number}-Q${1 | 2 | 3 | 4}`

const FIRST_DAYS = { 1: '01-01', 2: '04-01', 3: '07-01', 4: '10-01' } as const
const LAST_DAYS = { 1: '03-31', 2: '06-30', 3: '09-30', 4: '12-31' } as const

export function quarterOf(day: string): Quarter {
  const before = Object.values(LAST_DAYS).filter((last) => last < day.slice(5)).length
  return `${yearOf(day)}-Q${before + 1}` as Quarter
}

export function yearOf(day: string): string {
  return day.slice(0, 4)
}

/** The year before, of `2026`. */
export function previousYear(year: string): string {
  return yearOf(addDays(`${year}-01-01`, -1))
}

const numberOf = (quarter: Quarter) => quarter.slice(-1) as unknown as keyof typeof LAST_DAYS

export function lastDayOf(quarter: Quarter): string {
  return `${yearOf(quarter)}-${LAST_DAYS[numberOf(quarter)]}`
}

export function firstDayOf(quarter: Quarter): string {
  return `${lastDayOf(quarter).slice(0, 5)}${FIRST_DAYS[numberOf(quarter)]}`
}

export function nextQuarter(quarter: Quarter): Quarter {
  return quarterOf(addDays(lastDayOf(quarter), 1))
}

/** The quarters whose ends count on a day: from the first of the year before to the one before the day's own. */
export function countedOn(day: string): Quarter[] {
  const counted: Quarter[] = []
  const own = quarterOf(day)
  for (
    let each: Quarter = `${previousYear(yearOf(day))}-Q1` as Quarter;
    each !== own;
    each = nextQuarter(each)
  )
    counted.push(each)
  return counted
}
