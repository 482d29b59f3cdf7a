import type { Slot } from '@/lib/space/slots'
import { addMs, HOUR_MS, kstMidnight } from '@/lib/time'
import { isFree, type HourRange } from './hour-range'

/** What an address says of the chosen time: the hour of the day on which it begins, and how many hours it lasts. */
export type Asked = Record<'hour' | 'hours', string | string[] | undefined>

/** The hours that an address asks for, if they can be had: whoever had to log in first finds them chosen. */
export function chosenIn(slots: Slot[], day: string, { hour, hours }: Partial<Asked>): HourRange | null {
  if (!isCount(hour) || !isCount(hours)) return null
  const startAt = addMs(kstMidnight(day), Number(hour) * HOUR_MS).getTime()
  const first = slots.findIndex((slot) => slot.startAt.getTime() === startAt)
  const chosen = { first, last: first + Number(hours) - 1 }
  return first !== -1 && first <= chosen.last && chosen.last < slots.length && isFree(slots, chosen)
    ? chosen
    : null
}

function isCount(text: unknown): text is string {
  return typeof text === 'string' && /^\d{1,2}$/.test(text)
}

/** The address of a space's page with this time chosen. */
export function chosenPath(
  spaceId: string,
  { day, startAt, endAt }: { day: string; startAt: Date; endAt: Date },
) {
  const hour = (startAt.getTime() - kstMidnight(day).getTime()) / HOUR_MS
  const hours = (endAt.getTime() - startAt.getTime()) / HOUR_MS
  return `/spaces/${spaceId}?${new URLSearchParams({ date: day, hour: String(hour), hours: String(hours) })}`
}
