import { addDays, kstDay } from '@/lib/time'

export type By = 'day' | 'month'

const DAYS = 30
const MONTHS = 12

/** The KST days that a chart shows: the last 30, or the last 12 months with the present one. */
export function rangeOf(by: By, now: Date): { from: string; to: string } {
  const to = kstDay(now)
  if (by === 'day') return { from: addDays(to, 1 - DAYS), to }
  const [year, month] = to.split('-').map(Number) as [number, number]
  const first = year * MONTHS + month - MONTHS
  const name = `${Math.floor(first / MONTHS)}-${String((first % MONTHS) + 1).padStart(2, '0')}`
  return { from: `${name}-01`, to }
}

type Earned = { gross: bigint; fee: bigint; net: bigint }

/** What was earned in each of the chart's steps, the quiet ones with zeros. */
export function stepsOf(by: By, days: (Earned & { date: string })[]): (Earned & { name: string })[] {
  const nameOf = ({ date }: { date: string }) => (by === 'day' ? date : date.slice(0, 7))
  const names = [...new Set(days.map(nameOf))]
  return names.map((name) => {
    const own = days.filter((day) => nameOf(day) === name)
    const total = (part: keyof Earned) => own.reduce((sum, day) => sum + day[part], 0n)
    return { name, gross: total('gross'), fee: total('fee'), net: total('net') }
  })
}
