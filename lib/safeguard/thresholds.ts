import { daysOf, lastDayOf, periodOf } from '@/lib/period'
import { addDays, daysBetween } from '@/lib/time'

/** From here on an issuer has to be registered (전자금융거래법 시행령 §15⑤): below both it need not be. */
export const LIMITS = { outstanding: 3_000_000_000n, issuance: 50_000_000_000n } as const

export type Gauge = keyof typeof LIMITS
export const GAUGES = ['outstanding', 'issuance'] as const satisfies Gauge[]

/** Percent of a limit at which operators are warned. */
const LEVELS = [90, 70, 50] as const

/** What was written down of a day's end. */
export type Daily = { day: string; unredeemed: bigint; issued: bigint }

export type Measured = {
  amount: bigint
  limit: bigint
  /** Whole percent of the limit, floored. */
  percent: bigint
  /** The highest warning level that is reached; 0 below all. */
  level: 0 | 50 | 70 | 90
  /** The day from which the law would count it as reached if it went on as in the last 90 days; null: not in ten years. */
  crossesOn: string | null
}

export type Thresholds = Record<Gauge, Measured> & {
  /** Quarters' ends that count today, as far as there are any; both oldest first. */
  quarters: { day: string; unredeemed: bigint }[]
  /** Charged this year so far: what counts next year. */
  issuedThisYear: bigint
}

const TREND_DAYS = 90
const HORIZON_QUARTERS = 40

/**
 * Both measures of registration on the day after the last of `days`, which are whole and by day. Outstanding: the plain
 * average of the quarters' ends that count, those before the service began left out, so that it is never too low.
 * Issuance: all that was charged in the year before.
 */
export function measure(days: Daily[]): Thresholds {
  const last = days.at(-1)
  const today = last ? addDays(last.day, 1) : null
  const quarters = today ? endsOn(days, today) : []
  const issuedThisYear = today ? issuedIn(days, yearOf(today)) : 0n
  return {
    outstanding: weigh('outstanding', average(quarters), today && crossing(days, today, outstandingOn)),
    issuance: weigh(
      'issuance',
      today ? issuedIn(days, previousYear(yearOf(today))) : 0n,
      today && crossing(days, today, issuanceOn),
    ),
    quarters,
    issuedThisYear,
  }
}

function weigh(gauge: Gauge, amount: bigint, crossesOn: string | null): Measured {
  const limit = LIMITS[gauge]
  const percent = (amount * 100n) / limit
  return { amount, limit, percent, level: LEVELS.find((level) => percent >= level) ?? 0, crossesOn }
}

const yearOf = (day: string) => day.slice(0, 4)
const previousYear = (year: string) => yearOf(addDays(`${year}-01-01`, -1))

/** The quarters whose ends count on a day: from the first of the year before to the one before the day's own. */
export function countedOn(day: string): string[] {
  const year = yearOf(day)
  return [previousYear(year), year]
    .flatMap((each) => [1, 2, 3, 4].map((number) => `${each}-Q${number}`))
    .filter((quarter) => lastDayOf(quarter) < day)
}

function endsOn(days: Daily[], today: string): { day: string; unredeemed: bigint }[] {
  const counted = new Set(countedOn(today).map(lastDayOf))
  return days.filter(({ day }) => counted.has(day)).map(({ day, unredeemed }) => ({ day, unredeemed }))
}

function average(ends: { unredeemed: bigint }[]): bigint {
  if (ends.length === 0) return 0n
  return ends.reduce((sum, { unredeemed }) => sum + unredeemed, 0n) / BigInt(ends.length)
}

function issuedIn(days: Daily[], year: string): bigint {
  return days.reduce((sum, { day, issued }) => (yearOf(day) === year ? sum + issued : sum), 0n)
}

type Measure = (days: Daily[], on: string) => bigint
const outstandingOn: Measure = (days, on) => average(endsOn(days, on))
const issuanceOn: Measure = (days, on) => issuedIn(days, previousYear(yearOf(on)))

/** Both change only with a new quarter: today's, else the first day of the first one in which the limit is reached. */
function crossing(days: Daily[], today: string, measureOn: Measure): string | null {
  const limit = measureOn === outstandingOn ? LIMITS.outstanding : LIMITS.issuance
  if (measureOn(days, today) >= limit) return today
  const onwards = [...days]
  let quarter = periodOf(today, 'quarter')
  for (
    let ahead = 0;
    ahead < HORIZON_QUARTERS;
    ahead++, quarter = periodOf(daysOf(quarter).next, 'quarter')
  ) {
    const end = lastDayOf(quarter)
    onwards.push(projected(days, onwards.at(-1)!.day, end))
    const begins = addDays(end, 1)
    if (measureOn(onwards, begins) >= limit) return begins
  }
  return null
}

/** What `end` would bring if it went on as of late: the balance grows by as much a day, and as much is charged. */
function projected(days: Daily[], since: string, end: string): Daily {
  const last = days.at(-1)!
  const recent = days.slice(-TREND_DAYS)
  const before = days.at(-TREND_DAYS - 1)
  const span = BigInt(recent.length)
  const gained = last.unredeemed - (before?.unredeemed ?? 0n)
  const unredeemed = last.unredeemed + (gained * BigInt(daysBetween(last.day, end))) / span
  const issued =
    (recent.reduce((sum, each) => sum + each.issued, 0n) * BigInt(daysBetween(since, end))) / span
  return { day: end, unredeemed: unredeemed > 0n ? unredeemed : 0n, issued }
}
