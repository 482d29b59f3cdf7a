import { sql, type SQL } from 'drizzle-orm'
import { atMostBy, endOf, postedBy, surelyBy } from '@/lib/ledger/moment'
import { addDays } from '@/lib/time'

type Days = { from: string; next: string }

/** Whether the transaction `t` is of those days; its number, which the closed days bound, finds it. */
export function postedIn({ from, next }: Days): SQL {
  const [before, end] = [endOf(addDays(from, -1)), endOf(addDays(next, -1))]
  return sql`t.seq > ${surelyBy(before)} and t.seq <= ${atMostBy(end)} and not ${postedBy(before)} and ${postedBy(end)}`
}
