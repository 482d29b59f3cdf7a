import {
  addMs,
  DAY_MS,
  HOUR_MS,
  kstDay,
  MINUTE_MS,
  SECOND_MS,
  toKstIso,
  weekdayName,
  weekdayOf,
} from '@/lib/time'

/** `오후 3:20`, kept on one line. */
export function kstClock(at: Date): string {
  const [hour, minute] = toKstIso(at).slice(11, 16).split(':') as [string, string]
  const half = Number(hour) < 12 ? '오전' : '오후'
  return `${half}\u00a0${Number(hour) % 12 || 12}:${minute}`
}

/** `11월 22일 (일)` */
export function kstDate(at: Date): string {
  return dayName(kstDay(at))
}

/** `11월 22일 (일)` for `2026-11-22` */
export function dayName(day: string): string {
  return `${Number(day.slice(5, 7))}월 ${Number(day.slice(8, 10))}일 (${weekdayName(weekdayOf(day))})`
}

/** `2026년 11월 22일` for `2026-11-22` */
export function longDay(day: string): string {
  return `${day.slice(0, 4)}년 ${Number(day.slice(5, 7))}월 ${Number(day.slice(8, 10))}일`
}

/** `11월 22일 (일) 15:00`, or 24:00 of the day before for a midnight that ends something. */
export function kstHour(at: Date, end = false): string {
  const hour = toKstIso(at).slice(11, 16)
  return end && hour === '00:00' ? `${kstDate(addMs(at, -1))} 24:00` : `${kstDate(at)} ${hour}`
}

/** `11월 22일 (일) 15:00 ~ 18:00`; the day of the end is said only when it is another one. */
export function kstRange(startAt: Date, endAt: Date): string {
  const [start, end] = [kstHour(startAt), kstHour(endAt, true)]
  return `${start} ~ ${end.startsWith(start.slice(0, -6)) ? end.slice(-5) : end}`
}

/** `8:32`, from an hour on `3시간 20분`, from a day on `6일 23시간`. */
export function timeLeft(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / SECOND_MS) * SECOND_MS)
  const minutes = Math.floor(left / MINUTE_MS)
  if (left >= DAY_MS) return `${Math.floor(left / DAY_MS)}일 ${Math.floor((left % DAY_MS) / HOUR_MS)}시간`
  if (left >= HOUR_MS) return `${Math.floor(minutes / 60)}시간 ${minutes % 60}분`
  return `${minutes}:${String(Math.floor((left % MINUTE_MS) / SECOND_MS)).padStart(2, '0')}`
}

/** `2026년 11월 22일 (일) 오후 3:20` */
export function kstExact(at: Date): string {
  return `${kstDay(at).slice(0, 4)}년 ${kstDate(at)} ${kstClock(at)}`
}

/** `2026년 11월` */
export function kstMonthName(month: string): string {
  return `${month.slice(0, 4)}년 ${Number(month.slice(5, 7))}월`
}

/** `방금 전`, `5분 전`, `3시간 전`; the date itself once a day has passed. */
export function sinceThen(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime()
  if (age < MINUTE_MS) return '방금 전'
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}분 전`
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)}시간 전`
  return kstDate(at)
}

/** `2026년 11월`, `2026년 4분기`, `2026년` */
export function periodName(period: string): string {
  const [year, part] = period.split('-')
  if (!part) return `${year}년`
  return part.startsWith('Q') ? `${year}년 ${part[1]}분기` : kstMonthName(period)
}
