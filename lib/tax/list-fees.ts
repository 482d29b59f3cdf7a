import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import type { BusinessKind } from '@/db/schema/business'
import { daysOf } from '@/lib/period'
import { postedIn } from './posted-in'

/** Won, negative where more went back than came in. `owner`: null for a fee that belongs to no booking. */
export type OwnerFees = {
  owner:
    | ({ id: string; name: string; email: string | null } & {
        kind: BusinessKind | null
        numberSealed: string | null
      })
    | null
  supply: bigint
  vat: bigint
}

type Row = Omit<NonNullable<OwnerFees['owner']>, 'id'> & { id: string | null; supply: string; vat: string }

/** Every owner's fees of a KST month, as `fee_revenue` and `vat_payable` have them: whatever moved these is in it. */
export async function listFees({ db }: { db: Database }, month: string): Promise<OwnerFees[]> {
  const { rows } = await db.execute<Row>(sql`
    select u.id, u.name, u.email, s.kind, s.number_sealed as "numberSealed", coalesce(sum(e.amount) filter (where e.account = 'fee_revenue'), 0)::text as supply,
      coalesce(sum(e.amount) filter (where e.account = 'vat_payable'), 0)::text as vat
    from transactions t
    join entries e on e.transaction_id = t.id and e.account in ('fee_revenue', 'vat_payable')
    left join lateral (
      select owner_id from bookings
      where id = case when t.type in ('payment', 'refund') then split_part(t.reference, '#', 1)::uuid end limit 1
    ) b on true
    left join users u on u.id = b.owner_id
    left join businesses s on s.user_id = u.id
    where ${postedIn(daysOf(month))}
    group by u.id, s.user_id order by u.name, u.id`)
  return rows.map(({ id, supply, vat, ...owner }) => ({
    owner: id ? { id, ...owner } : null,
    supply: BigInt(supply),
    vat: BigInt(vat),
  }))
}
