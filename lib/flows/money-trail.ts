import { sql } from 'drizzle-orm'
import type { TransactionType } from '@/db/schema/ledger'
import type { Ctx } from '@/lib/context'

/** A part of a payment and what brought it into the wallet. */
export type Source = {
  type: TransactionType
  /** The order or the booking that it came from. */
  reference: string
  at: Date
  /** Won: what this payment took of it, and all that came with it. */
  part: bigint
  whole: bigint
}

/** A transaction of a booking: what moved on each side, in won, as seen from there. */
export type Step = {
  transactionId: string
  type: TransactionType
  at: Date
  renter: bigint
  /** `withdrawable`: with what it repaid of the owner's debts. */
  pending: bigint
  withdrawable: bigint
  supply: bigint
  vat: bigint
}

export type MoneyTrail = { sources: Source[]; steps: Step[] }

/** Where the money of a renter's paid booking came from and where it went, to the won, in the order of time. */
export async function readMoneyTrail(
  ctx: Pick<Ctx, 'db'>,
  renterId: string,
  bookingId: string,
): Promise<MoneyTrail> {
  const [sources, steps] = await Promise.all([
    readSources(ctx, renterId, bookingId),
    readSteps(ctx, renterId, bookingId),
  ])
  return { sources, steps }
}

type SourceRow = { type: TransactionType; reference: string; at: string; part: string; whole: string }

/**
 * A balance is made of the newest money that came in, so a payment takes the oldest of what was there: of all that came
 * before it, counted from the newest, the part that no longer fits into the balance after it.
 */
async function readSources({ db }: Pick<Ctx, 'db'>, renterId: string, bookingId: string): Promise<Source[]> {
  const { rows } = await db.execute<SourceRow>(sql`
    with paid as (
      select e.wallet_id, e.wallet_version, e.balance_after as rest, e.balance_after - e.amount as before
      from transactions t join entries e on e.transaction_id = t.id join wallets w on w.id = e.wallet_id
      where t.type = 'payment' and t.reference = ${bookingId} and w.user_id = ${renterId} and w.kind = 'balance'
    ), came as (
      select e.transaction_id, e.amount, e.wallet_version,
        sum(e.amount) over (order by e.wallet_version desc) as upto
      from entries e join paid p on e.wallet_id = p.wallet_id and e.wallet_version < p.wallet_version
      where e.amount > 0
    )
    select t.type, coalesce(t.order_id, split_part(t.reference, '#', 1)) as reference, t.occurred_at::text as at,
      (least(came.upto, paid.before) - greatest(came.upto - came.amount, paid.rest))::text as part,
      came.amount::text as whole
    from came cross join paid join transactions t on t.id = came.transaction_id
    where paid.rest < came.upto and came.upto - came.amount < paid.before
    order by came.wallet_version`)
  return rows.map(({ at, part, whole, ...row }) => ({
    ...row,
    at: new Date(at),
    part: BigInt(part),
    whole: BigInt(whole),
  }))
}

type StepRow = { id: string; type: TransactionType; at: string } & Record<
  'renter' | 'pending' | 'withdrawable' | 'supply' | 'vat',
  string
>

async function readSteps({ db }: Pick<Ctx, 'db'>, renterId: string, bookingId: string): Promise<Step[]> {
  const { rows } = await db.execute<StepRow>(sql`
    select t.id, t.type, t.occurred_at::text as at,
      coalesce(sum(e.amount) filter (where w.user_id = b.renter_id), 0)::text as renter,
      coalesce(sum(e.amount) filter (where w.user_id = b.owner_id and w.kind = 'pending'), 0)::text as pending,
      coalesce(sum(e.amount) filter (where w.user_id = b.owner_id and w.kind <> 'pending'), 0)::text as withdrawable,
      coalesce(sum(e.amount) filter (where e.account = 'fee_revenue'), 0)::text as supply,
      coalesce(sum(e.amount) filter (where e.account = 'vat_payable'), 0)::text as vat
    from bookings b
    cross join lateral (
      select 'payment', b.id::text union all select 'release', b.id::text
      union all select 'refund', b.id || '#' || nth from generate_series(1, b.refunds) nth
    ) asked (type, reference)
    join transactions t on t.type = asked.type and t.reference = asked.reference
    join entries e on e.transaction_id = t.id
    left join wallets w on w.id = e.wallet_id
    where b.id = ${bookingId} and b.renter_id = ${renterId}
    group by t.id order by t.seq`)
  return rows.map(({ id, type, at, renter, pending, withdrawable, supply, vat }) => ({
    transactionId: id,
    type,
    at: new Date(at),
    renter: BigInt(renter),
    pending: BigInt(pending),
    withdrawable: BigInt(withdrawable),
    supply: BigInt(supply),
    vat: BigInt(vat),
  }))
}
