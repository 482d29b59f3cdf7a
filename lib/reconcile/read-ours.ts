import { sql } from 'drizzle-orm'
import type { Ctx } from '@/lib/context'
import { soonerOf } from '@/lib/time'
import type { Moved } from './compare'

type Row = {
  subject: string
  orderId: string
  transactionKey: string | null
  fingerprint: string | null
  amount: string
  whole: boolean
  at: string
}

/**
 * What our book says that Toss took and gave back in a time. Only of a cancel do we know Toss's key: it is the
 * refund's, or the reference of its reversal, unless that is a deposit undone, `orderId#n`. Money in suspense may be of
 * another payment than the order's.
 */
export async function readOurs({ db }: Pick<Ctx, 'db'>, from: Date, to: Date): Promise<Moved[]> {
  const { rows } = await db.execute<Row>(sql`
    select t.type || ' ' || t.reference as subject, t.order_id as "orderId",
      case when t.type = 'charge_refund_paid' then r.transaction_key
        when t.type = 'charge_reversal' and not starts_with(t.reference, t.order_id || '#') then t.reference end as "transactionKey",
      case when t.type <> 'suspense_in' then o.payment_key_fingerprint end as fingerprint,
      (-e.amount)::text as amount, e.amount = o.amount as whole, t.occurred_at::text as at
    from transactions t join orders o on o.id = t.order_id
      join entries e on e.transaction_id = t.id and e.account = 'pg_receivable'
      left join charge_refunds r on t.type = 'charge_refund_paid' and r.id::text = t.reference
    where t.order_id is not null and t.type in ('charge', 'charge_reversal', 'charge_refund_paid', 'suspense_in')
      and t.occurred_at between ${from.toISOString()}::timestamptz and ${to.toISOString()}::timestamptz`)
  return rows.map(({ amount, at, ...row }) => ({ ...row, amount: BigInt(amount), at: new Date(at) }))
}

/**
 * Since when the other side of all that our book has from then on may have happened. That a bank took a deposit back we
 * may learn days later, when Toss could not be asked; it was not before the deposit came.
 */
export async function reachBack({ db }: Pick<Ctx, 'db'>, from: Date): Promise<Date> {
  const { rows } = await db.execute<{ at: string | null }>(sql`
    select min(deposit.occurred_at)::text as at
    from transactions undone join transactions deposit on deposit.order_id = undone.order_id and deposit.type = 'charge'
    where undone.order_id is not null and undone.type = 'charge_reversal'
      and starts_with(undone.reference, undone.order_id || '#') and undone.occurred_at >= ${from.toISOString()}::timestamptz`)
  const at = rows[0]!.at
  return at ? soonerOf(from, new Date(at)) : from
}
