import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { kstMidnight } from '@/lib/time'
import { daysOf } from '@/lib/period'

/** The platform's fee in won as it is invoiced, and its VAT: negative where more went back than came in. */
export type Fees = { supply: bigint; vat: bigint }

/**
 * What an owner's payments and refunds of a KST month, by the day of posting, brought us. Their times in the table of
 * bookings only narrow the search, by a day more than asked for.
 */
export async function readFees(
  { db }: { db: Database },
  { ownerId, month }: { ownerId: string; month: string },
): Promise<Fees> {
  const { from, next } = daysOf(month)
  const { rows } = await db.execute<{ supply: string; vat: string }>(sql`
    select coalesce(sum(e.amount) filter (where e.account = 'fee_revenue'), 0)::text as supply,
      coalesce(sum(e.amount) filter (where e.account = 'vat_payable'), 0)::text as vat
    from bookings b
    cross join lateral (
      select 'payment' as type, b.id::text as reference
      union all
      select 'refund', b.id || '#' || nth from generate_series(1, b.refunds) nth
    ) asked
    cross join lateral (
      select id, business_date from transactions where type = asked.type and reference = asked.reference limit 1
    ) t
    join entries e on e.transaction_id = t.id
    where b.owner_id = ${ownerId}::uuid
      and b.paid_at < ${kstMidnight(next).toISOString()}::timestamptz + interval '1 day'
      and (b.paid_at >= ${kstMidnight(from).toISOString()}::timestamptz - interval '1 day' or b.refunds > 0)
      and t.business_date >= ${from}::date and t.business_date < ${next}::date`)
  const { supply, vat } = rows[0]!
  return { supply: BigInt(supply), vat: BigInt(vat) }
}
