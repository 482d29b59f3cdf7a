import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { requireDuty } from '@/lib/identity/duties'
import { daysOf } from './month'
import type { Fees } from './read-fees'

/** `owner`: null for a fee that belongs to no booking. */
export type OwnerFees = Fees & { owner: { id: string; name: string; email: string | null } | null }

type Row = { id: string | null; name: string; email: string | null; supply: string; vat: string }

/**
 * Every owner's fees of a KST month, as `fee_revenue` and `vat_payable` have them: whatever moved these accounts is in
 * it. What was posted in the month is found by its numbers, which the closed days bound. Throws FORBIDDEN.
 */
export async function listFees(
  { db }: { db: Database },
  { operatorId, month }: { operatorId: string; month: string },
): Promise<OwnerFees[]> {
  await requireDuty(db, operatorId, 'fees.read')
  const { from, next } = daysOf(month)
  const { rows } = await db.execute<Row>(sql`
    with span as (
      select coalesce((select through from closed_days where business_date <= ${from}::date - 2 order by business_date desc limit 1), 0) as after,
        coalesce((select through from closed_days where business_date >= ${next}::date - 1 order by business_date limit 1),
          9223372036854775807) as upto
    )
    select u.id, u.name, u.email, coalesce(sum(e.amount) filter (where e.account = 'fee_revenue'), 0)::text as supply,
      coalesce(sum(e.amount) filter (where e.account = 'vat_payable'), 0)::text as vat
    from span
    join transactions t on t.seq > span.after and t.seq <= span.upto
    join entries e on e.transaction_id = t.id and e.account in ('fee_revenue', 'vat_payable')
    left join lateral (
      select owner_id from bookings
      where id = case when t.type in ('payment', 'refund') then split_part(t.reference, '#', 1)::uuid end limit 1
    ) b on true
    left join users u on u.id = b.owner_id
    where t.business_date >= ${from}::date and t.business_date < ${next}::date
    group by u.id order by u.name, u.id`)
  return rows.map(({ id, name, email, supply, vat }) => ({
    owner: id ? { id, name, email } : null,
    supply: BigInt(supply),
    vat: BigInt(vat),
  }))
}
