import { sql, type SQL } from 'drizzle-orm'
import { addDays, isDay, kstDay } from '@/lib/time'

/** A moment of the book: the KST days before `before` whole, and of that day what was recorded up to `until`. */
export type Moment = { before: string; until?: Date }

/** After everything that is posted. */
export const NOW: Moment = { before: 'infinity' }

export function endOf(day: string): Moment {
  return { before: addDays(day, 1) }
}

export function atInstant(at: Date): Moment {
  return { before: kstDay(at), until: at }
}

/** Whether the transaction `t` had been posted by then. */
export function postedBy({ before, until }: Moment): SQL {
  const day = sql`${before}::date`
  if (!until) return sql`t.business_date < ${day}`
  const instant = sql`${until.toISOString()}::timestamptz`
  return sql`(t.business_date < ${day} or (t.business_date = ${day} and t.recorded_at <= ${instant}))`
}

/**
 * The number up to which every transaction had been posted by then. A day is closed while the next one runs, so that
 * nothing up to its close is of a day later than that.
 */
export function surelyBy({ before }: Moment): SQL {
  return sql`coalesce((select through from closed_days where business_date <= ${before}::date - 2
    order by business_date desc limit 1), 0)`
}

/** The number after which no transaction had been. */
export function atMostBy({ before, until }: Moment): SQL {
  return sql`coalesce((select through from closed_days where business_date >= ${before}::date - ${until ? 0 : 1}::int
    order by business_date limit 1), 9223372036854775807)`
}

/** A moment as people name it: a KST day for its end, or a time of it. Null for what is none. */
export function parseMoment(day: string | undefined, time?: string): Moment | null {
  if (!day || !isDay(day)) return null
  if (!time) return endOf(day)
  return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)
    ? atInstant(new Date(`${day}T${time}+09:00`))
    : null
}
