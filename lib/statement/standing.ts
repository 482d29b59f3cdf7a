import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'

/** A user's withdrawable wallet between two entries: after so many of them it held so many won. */
export type Standing = { entries: bigint; balance: bigint }

/**
 * The standing with which a KST day began: after the last entry of the days before it. Once those are closed it never
 * changes. Found by halving, whatever was posted since: everything of a closed day is numbered up to its close.
 */
export async function standingBefore(
  { db }: { db: Database },
  userId: string,
  day: string,
): Promise<Standing> {
  const { rows } = await db.execute<{ entries: string; balance: string }>(sql`
    with recursive own as (
      select id, version from wallets where user_id = ${userId}::uuid and kind = 'withdrawable'
    ), closed as (
      select coalesce(min(through), 9223372036854775807) as through
      from (select through from closed_days where business_date >= ${day}::date - 1 order by business_date limit 1) first
    ), search (low, high) as (
      select 0::bigint, version::bigint from own
      union all
      select case when late then low else middle end, case when late then middle - 1 else high end
      from (select low, high, (low + high + 1) / 2 as middle from search where low < high) halves
      cross join lateral (
        select t.seq > closed.through as late
        from closed cross join own
        join entries e on e.wallet_id = own.id and e.wallet_version = middle
        join transactions t on t.id = e.transaction_id
      ) looked
    )
    select last.entries, last.balance from own cross join lateral (
      select e.wallet_version::text as entries, e.balance_after::text as balance
      from entries e join transactions t on t.id = e.transaction_id
      where e.wallet_id = own.id and e.wallet_version <= (select min(high) from search) and t.business_date < ${day}::date
      order by e.wallet_version desc limit 1
    ) last`)
  return toStanding(rows[0])
}

export function toStanding(row: { entries: string; balance: string } | undefined): Standing {
  return { entries: BigInt(row?.entries ?? 0), balance: BigInt(row?.balance ?? 0) }
}
