import { sql } from 'drizzle-orm'
import { PosPayError } from '@/lib/errors'
import { readWallet } from '@/lib/ledger/read'
import { addDays, DAY_MS, kstMidnight } from '@/lib/time'
import type { BookingCtx } from './booking'

/** Won, less what was refunded: what renters paid, what the platform kept with its VAT, what the owner got. */
type Earned = { gross: bigint; fee: bigint; net: bigint }

export type Earnings = Earned & {
  /** What the owner's wallets hold now, whatever the days asked for. */
  pending: bigint
  withdrawable: bigint
  /** Every KST day asked for, in order, the quiet ones with zeros. */
  days: (Earned & { date: string })[]
}

const MAX_DAYS = 366

type EarningsQuery = {
  ownerId: string
  from: string
  to: string
  /** Of this space alone. */
  spaceId?: string
}

/**
 * What an owner earned from the KST day `from` to `to`, both included: a payment counts on its own day and a refund
 * on the day it was given back, so a day may be negative. Throws INVALID_REQUEST for a range that runs backwards or
 * over more than 366 days.
 */
export async function readEarnings(
  ctx: Pick<BookingCtx, 'db'>,
  { ownerId, from, to, spaceId }: EarningsQuery,
): Promise<Earnings> {
  const dates = listDays(from, to)
  const [known, { pending, withdrawable }] = await Promise.all([
    readDays(ctx, { ownerId, from, to, spaceId }),
    readWallet(ctx, ownerId),
  ])
  const days = dates.map((date) => ({ date, ...(known.get(date) ?? { gross: 0n, fee: 0n, net: 0n }) }))
  const total = (part: keyof Earned) => days.reduce((sum, day) => sum + day[part], 0n)
  return { gross: total('gross'), fee: total('fee'), net: total('net'), pending, withdrawable, days }
}

function listDays(from: string, to: string): string[] {
  const count = (kstMidnight(to).getTime() - kstMidnight(from).getTime()) / DAY_MS + 1
  if (!(1 <= count && count <= MAX_DAYS)) throw new PosPayError('INVALID_REQUEST')
  return Array.from({ length: count }, (_, days) => addDays(from, days))
}

/**
 * From the ledger, found by the bookings' ids, since the natural keys have an index and times have none. The owner's
 * share counts on whichever wallets it landed: it may have repaid a debt. A booking's own times only narrow the
 * search, by a day more than asked for.
 */
async function readDays({ db }: Pick<BookingCtx, 'db'>, { ownerId, from, to, spaceId }: EarningsQuery) {
  const [start, end] = [kstMidnight(from), kstMidnight(addDays(to, 1))]
  const space = spaceId ?? null
  const { rows } = await db.execute<{ date: string; net: string; fee: string }>(sql`
    select to_char(transactions.occurred_at at time zone 'Asia/Seoul', 'YYYY-MM-DD') as date,
      coalesce(sum(entries.amount) filter (where wallets.user_id = ${ownerId}::uuid), 0)::text as net,
      coalesce(sum(entries.amount) filter (where entries.wallet_id is null), 0)::text as fee
    from bookings
    cross join lateral (
      select 'payment' as type, bookings.id::text as reference
      where bookings.paid_at >= ${start.toISOString()}::timestamptz - interval '1 day'
      union all
      select 'refund', bookings.id::text || '#' || nth from generate_series(1, bookings.refunds) as nth
    ) as posted
    join transactions on transactions.type = posted.type and transactions.reference = posted.reference
    join entries on entries.transaction_id = transactions.id
    left join wallets on wallets.id = entries.wallet_id
    where bookings.owner_id = ${ownerId}::uuid
      and (${space}::uuid is null or bookings.space_id = ${space}::uuid)
      and bookings.paid_at < ${end.toISOString()}::timestamptz + interval '1 day'
      and (bookings.paid_at >= ${start.toISOString()}::timestamptz - interval '1 day' or bookings.refunds > 0)
      and transactions.occurred_at >= ${start.toISOString()}::timestamptz
      and transactions.occurred_at < ${end.toISOString()}::timestamptz
    group by 1`)
  return new Map(
    rows.map(({ date, net, fee }): [string, Earned] => [
      date,
      { gross: BigInt(net) + BigInt(fee), fee: BigInt(fee), net: BigInt(net) },
    ]),
  )
}
