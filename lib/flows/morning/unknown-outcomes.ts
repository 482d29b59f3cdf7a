import { sql } from 'drizzle-orm'
import type { Ctx } from '@/lib/context'
import { addMs, MINUTE_MS } from '@/lib/time'

/** By then whoever was asked has answered, or nobody knows. */
const PATIENCE_MS = 5 * MINUTE_MS

export type UnknownKind = 'charge' | 'refund' | 'withdrawal'
export type Unknown = { kind: UnknownKind; count: number; amount: bigint; oldest: Date }

/** Money of which nobody knows for more than five minutes whether it moved; the jobs go on asking. */
export async function readUnknownOutcomes({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<Unknown[]> {
  const { rows } = await db.execute<{ kind: UnknownKind; count: number; amount: string; oldest: string }>(sql`
    with open as (
      select 'charge' as kind, amount, coalesce(confirming_at, updated_at) as since
      from orders where status in ('CONFIRMING', 'NEEDS_REVIEW')
      union all select 'refund', amount, requested_at from charge_refunds where status in ('REFUNDING', 'NEEDS_REVIEW')
      union all select 'withdrawal', amount, sent_at from withdrawals
      where status = 'SENDING' and reason in ('unknown', 'review')
    )
    select kind, count(*)::int as count, sum(amount)::text as amount, min(since)::text as oldest from open
    where since < ${addMs(now(), -PATIENCE_MS).toISOString()}::timestamptz group by kind order by kind`)
  return rows.map(({ amount, oldest, ...row }) => ({
    ...row,
    amount: BigInt(amount),
    oldest: new Date(oldest),
  }))
}
