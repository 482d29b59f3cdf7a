/** Business time is Korean time: UTC+9 the year round, no daylight saving since 1988. */
const KST_OFFSET_MS = 9 * 60 * 60 * 1000

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** `2026-11-22T10:31:02.000+09:00` */
export function toKstIso(at: Date): string {
  return new Date(at.getTime() + KST_OFFSET_MS).toISOString().replace('Z', '+09:00')
}

/** The KST calendar day, `2026-11-22`. */
export function kstDay(at: Date): string {
  return toKstIso(at).slice(0, 10)
}

/** The first instant of the KST day that `at` falls in. */
export function startOfKstDay(at: Date): Date {
  return kstMidnight(kstDay(at))
}

/** The first instant of the KST month that `at` falls in. */
export function startOfKstMonth(at: Date): Date {
  return kstMidnight(`${kstDay(at).slice(0, 7)}-01`)
}

const LONGEST_MONTH_MS = 31 * DAY_MS

export function startOfNextKstMonth(at: Date): Date {
  return startOfKstMonth(addMs(startOfKstMonth(at), LONGEST_MONTH_MS))
}

/** The first instant of a KST day such as `2026-11-22`. */
export function kstMidnight(day: string): Date {
  return new Date(`${day}T00:00:00+09:00`)
}

/** The last instant of a KST day. */
export function endOfKstDay(day: string): Date {
  return addMs(kstMidnight(addDays(day, 1)), -1)
}

/** Whether a text is a calendar day of this century, `2026-11-22`. */
export function isDay(text: string): boolean {
  const at = /^20\d\d-\d\d-\d\d$/.test(text) ? kstMidnight(text) : null
  return at !== null && !Number.isNaN(at.getTime()) && kstDay(at) === text
}

/** The calendar day that comes `days` after `day`, before it when negative. */
export function addDays(day: string, days: number): string {
  return kstDay(addMs(kstMidnight(day), days * DAY_MS))
}

/** Calendar days from one day to another; negative when it is before. */
export function daysBetween(from: string, to: string): number {
  return (kstMidnight(to).getTime() - kstMidnight(from).getTime()) / DAY_MS
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

/** `월` for 1. */
export function weekdayName(weekday: number): string {
  return '일월화수목금토'.charAt(weekday)
}

export function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}

export function soonerOf(a: Date, b: Date): Date {
  return a < b ? a : b
}

export function laterOf(a: Date, b: Date): Date {
  return a < b ? b : a
}
