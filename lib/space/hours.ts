import { addDays, addMs, HOUR_MS, kstDay, kstMidnight, weekdayName, weekdayOf } from '@/lib/time'

/** Half-open: it ends where the next may begin. */
export type Range = { startAt: Date; endAt: Date }

/** When a space opens and closes on one weekday (0 is Sunday), in hours of Korean time; beyond 24 is the morning after. */
export type DayHours = { weekday: number; opensAt: number; closesAt: number }

/** How far into the next morning a night may last. */
export const LATEST_CLOSING = 30

/** The hours of a KST day in which a space is open: its own, and what is left of the night before. */
export function openHours(hours: DayHours[], day: string): Range[] {
  const today = hours.find(({ weekday }) => weekday === weekdayOf(day))
  const yesterday = hours.find(({ weekday }) => weekday === weekdayOf(addDays(day, -1)))
  const midnight = kstMidnight(day)
  return Array.from({ length: 24 }, (_, hour) => hour)
    .filter((hour) => covers(today, hour) || covers(yesterday, hour + 24))
    .map((hour) => ({
      startAt: addMs(midnight, hour * HOUR_MS),
      endAt: addMs(midnight, (hour + 1) * HOUR_MS),
    }))
}

function covers(hours: DayHours | undefined, hour: number): boolean {
  return hours !== undefined && hours.opensAt <= hour && hour < hours.closesAt
}

/** Whether a space is open all through a range of whole hours. */
export function coversRange(hours: DayHours[], { startAt, endAt }: Range): boolean {
  const days = [...new Set([kstDay(startAt), kstDay(addMs(endAt, -1))])]
  const open = new Set(days.flatMap((day) => openHours(hours, day)).map((hour) => hour.startAt.getTime()))
  for (let at = startAt.getTime(); at < endAt.getTime(); at += HOUR_MS) if (!open.has(at)) return false
  return true
}

export function overlaps(a: Range, b: Range): boolean {
  return a.startAt < b.endAt && b.startAt < a.endAt
}

/** The week as Korean calendars of work begin it: on Monday. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0]

/** `09:00`; `다음 날 02:00` beyond midnight. */
export function hourName(hour: number): string {
  const clock = `${String(hour > 24 ? hour - 24 : hour).padStart(2, '0')}:00`
  return hour > 24 ? `다음 날 ${clock}` : clock
}

/** A week in as few lines as it takes: `월~금` → `09:00 ~ 22:00`. */
export function hoursLines(hours: DayHours[]): { days: string; time: string }[] {
  const lines: { first: number; last: number; time: string }[] = []
  for (const weekday of WEEK) {
    const day = hours.find((each) => each.weekday === weekday)
    const time = day ? `${hourName(day.opensAt)} ~ ${hourName(day.closesAt)}` : '휴무'
    const line = lines.at(-1)
    if (line?.time === time) line.last = weekday
    else lines.push({ first: weekday, last: weekday, time })
  }
  if (lines.length === 1) return [{ days: '매일', time: lines[0]!.time }]
  return lines.map(({ first, last, time }) => ({
    days: first === last ? weekdayName(first) : `${weekdayName(first)}~${weekdayName(last)}`,
    time,
  }))
}
