import { sql } from 'drizzle-orm'
import type { Ctx } from '@/lib/context'

/** What our book says of one order's money at Toss. */
export type AtToss = {
  /** Won of its approvals and cancels that Toss has yet to settle. */
  unsettled: bigint[]
  /** Toss's keys of those that it has. */
  settled: Set<string>
}

type Row = { orderId: string; reference: string; settlement: boolean; amount: string }

/** A settlement is of one approval or cancel, whole: what of those no settlement is for is left. */
export async function readAtToss({ db }: Pick<Ctx, 'db'>, orderIds: string[]): Promise<Map<string, AtToss>> {
  const { rows } = await db.execute<Row>(sql`
    select t.order_id as "orderId", t.reference, t.type = 'settlement' as settlement,
      (case when t.type = 'settlement' then e.amount else -e.amount end)::text as amount
    from transactions t join entries e on e.transaction_id = t.id
    where t.order_id = any (${sql.param(orderIds)}::text[]) and e.account = 'pg_receivable' order by t.seq`)
  const orders = new Map<string, AtToss>()
  for (const { orderId, reference, settlement, amount } of rows) {
    const order = orders.get(orderId) ?? { unsettled: [], settled: new Set<string>() }
    orders.set(orderId, order)
    if (settlement) order.settled.add(reference)
    if (!settlement) order.unsettled.push(BigInt(amount))
    else takeOne(order, BigInt(amount))
  }
  return orders
}

/** Takes one of this amount from what is left; false where there is none. */
export function takeOne({ unsettled }: AtToss, amount: bigint): boolean {
  const index = unsettled.indexOf(amount)
  if (index < 0) return false
  unsettled.splice(index, 1)
  return true
}
