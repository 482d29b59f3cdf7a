import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { WalletKind } from '@/db/schema/ledger'
import { atMostBy, NOW, postedBy, surelyBy } from './moment'

/**
 * What each of a user's wallets held at a moment, in won; debts are negative. The same whatever was posted since, and
 * however much: where the moment lies among a wallet's entries is found by halving.
 */
export async function readWalletsAt(
  { db }: { db: Pick<Database, 'execute'> },
  userId: string,
  at = NOW,
): Promise<{ kind: WalletKind; balance: bigint }[]> {
  const { rows } = await db.execute<{ kind: WalletKind; balance: string }>(sql`
    select w.kind, (coalesce(sure.balance_after, 0) + between_them.amount)::text as balance
    from (select ${surelyBy(at)} as surely, ${atMostBy(at)} as at_most) numbers
    cross join wallets w
    cross join lateral (${lastVersionUpTo(sql`numbers.surely`)}) first (version)
    cross join lateral (${lastVersionUpTo(sql`numbers.at_most`)}) last (version)
    left join entries sure on sure.wallet_id = w.id and sure.wallet_version = first.version
    cross join lateral (
      select coalesce(sum(e.amount), 0) as amount from entries e join transactions t on t.id = e.transaction_id
      where e.wallet_id = w.id and e.wallet_version > first.version and e.wallet_version <= last.version and ${postedBy(at)}
    ) between_them
    where w.user_id = ${userId}::uuid order by w.id`)
  return rows.map(({ kind, balance }) => ({ kind, balance: BigInt(balance) }))
}

/** The version of the wallet `w` after its last entry of a transaction that is numbered up to this. */
const lastVersionUpTo = (seq: SQL) => sql`
  with recursive search (low, high) as (
    select 0::bigint, w.version::bigint
    union all
    select case when late then low else middle end, case when late then middle - 1 else high end
    from (select low, high, (low + high + 1) / 2 as middle from search where low < high) halves
    cross join lateral (
      select t.seq > ${seq} as late from entries e join transactions t on t.id = e.transaction_id
      where e.wallet_id = w.id and e.wallet_version = middle
    ) looked
  )
  select min(high) from search`
