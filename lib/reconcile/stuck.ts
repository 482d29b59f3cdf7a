import { sql } from 'drizzle-orm'
import type { Ctx } from '@/lib/context'
import type { Finding } from './compare'

type Row = { subject: string; orderId: string; amount: string; at: string }

/**
 * Orders and refunds that have been on their way for longer than they may: their jobs ask Toss until long after each of
 * these limits, or have left them to people.
 */
export async function findStuck({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<Finding[]> {
  const { rows } = await db.execute<Row>(sql`
    with clock as (select ${now().toISOString()}::timestamptz as now), open as (
      select 'order ' || id as subject, id as order_id, amount,
        case status when 'READY' then expires_at when 'CONFIRMING' then confirming_at
          when 'WAITING_FOR_DEPOSIT' then due_at else updated_at end as at,
        case status when 'READY' then interval '1 hour' when 'CONFIRMING' then interval '1 hour'
          when 'WAITING_FOR_DEPOSIT' then interval '2 hours' else interval '1 day' end as at_most
      from orders where status in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT', 'NEEDS_REVIEW')
      union all
      select 'refund ' || id, order_id, -amount, requested_at, interval '1 day'
      from charge_refunds where status in ('REFUNDING', 'NEEDS_REVIEW')
    )
    select subject, order_id as "orderId", amount::text as amount, at::text as at
    from open, clock where at + at_most < now`)
  return rows.map(({ amount, at, ...row }) => ({
    ...row,
    class: 'STUCK',
    fingerprint: null,
    ours: BigInt(amount),
    theirs: null,
    at: new Date(at),
  }))
}
