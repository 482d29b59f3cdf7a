import { sql } from 'drizzle-orm'
import type { Ctx } from '@/lib/context'
import type { Till } from '@/lib/ledger/movements'

/** What our book says of one order's money at Toss. */
export type AtToss = {
  /** Won of its approvals and cancels that Toss has yet to settle. */
  unsettled: bigint[]
  /** Toss's keys of those that it has, and where the money was booked; null where a fee took all of it. */
  settled: Map<string, Till | null>
}

type Row = { orderId: string; moved: string[]; settled: { key: string; amount: string; into: Till | null }[] }

/** A settlement is of one approval or cancel, whole: what of those no settlement is for is left. Only orders of ours. */
export async function readAtToss({ db }: Pick<Ctx, 'db'>, orderIds: string[]): Promise<Map<string, AtToss>> {
  const { rows } = await db.execute<Row>(sql`
    select o.id as "orderId",
      coalesce(json_agg((-e.amount)::text order by t.seq) filter (where t.type <> 'settlement'), '[]') as moved,
      coalesce(json_agg(json_build_object('key', t.reference, 'amount', e.amount::text, 'into', i.account) order by t.seq)
        filter (where t.type = 'settlement'), '[]') as settled
    from orders o left join (transactions t
      join entries e on e.transaction_id = t.id and e.account = 'pg_receivable'
      left join entries i on t.type = 'settlement' and i.transaction_id = t.id
        and i.account in ('safeguarded_bank', 'pg_payout_balance')) on t.order_id = o.id
    where o.id = any (${sql.param(orderIds)}::text[]) group by o.id`)
  return new Map(
    rows.map(({ orderId, moved, settled }) => {
      const unsettled = moved.map(BigInt)
      takeSettled(
        unsettled,
        settled.map(({ amount }) => ({ amount: BigInt(amount) })),
      )
      return [orderId, { unsettled, settled: new Map(settled.map(({ key, into }) => [key, into])) }]
    }),
  )
}

/**
 * Takes what was settled from what moved, and answers what nothing that moved accounts for. What came and went before
 * our book knew, such as a deposit that the bank undid within minutes, has left nothing that moved; but Toss keeps its
 * fee of it, so where both ways are there they account for each other.
 */
export function takeSettled<Settled extends { amount: bigint }>(
  unsettled: bigint[],
  settled: Settled[],
  couldBeOne: (came: Settled, back: Settled) => boolean = () => true,
): Settled[] {
  const came = settled.filter(({ amount }) => amount >= 0n)
  const backs = settled.filter(({ amount }) => amount < 0n)
  const strangers = backs.filter((back) => {
    if (takeOne(unsettled, back.amount)) return false
    const at = came.findIndex((each) => each.amount === -back.amount && couldBeOne(each, back))
    if (at >= 0) came.splice(at, 1)
    return at < 0
  })
  return [...strangers, ...came.filter(({ amount }) => !takeOne(unsettled, amount))]
}

/** False where there is none of this amount. */
function takeOne(unsettled: bigint[], amount: bigint): boolean {
  const index = unsettled.indexOf(amount)
  if (index < 0) return false
  unsettled.splice(index, 1)
  return true
}
