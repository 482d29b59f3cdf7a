import { sql } from 'drizzle-orm'
import type { Ctx } from '@/lib/context'
import { readHeld, type PgFee } from '@/lib/settings/read-setting'
import { endOfKstDay, isDay, kstDay, kstMidnight } from '@/lib/time'
import { feeInstead, type Charged } from './contract'

/** A settlement that Toss kept another fee of than the contract says; fees in won with their VAT. */
export type OtherFee = Charged & { key: string; orderId: string; day: string; contract: bigint }

/** What a day's other fees of one method are called, as a break. */
export const feesOf = ({ day, method }: Pick<OtherFee, 'day' | 'method'>): string => `fees ${day} ${method}`

/** The settlements that such a break is of; nothing for a subject that is another's. */
export async function readOtherFees(ctx: Pick<Ctx, 'db' | 'now'>, subject: string): Promise<OtherFee[]> {
  const day = subject.split(' ')[1] ?? ''
  if (!isDay(day)) return []
  const all = await findOtherFees(ctx, { from: kstMidnight(day), to: endOfKstDay(day) })
  return all.filter((each) => feesOf(each) === subject)
}

type Row = {
  key: string
  orderId: string
  method: string
  paidOutAt: string
  approvedAt: string
  amount: string
  fee: string
}

/**
 * The settlements of the days from one instant to another whose fee is not the contract's, which is the one in force
 * when the payment was approved: of what was approved before there was any, and of payments whose method our book
 * never learned, nothing is said.
 */
export async function findOtherFees(
  ctx: Pick<Ctx, 'db' | 'now'>,
  { from, to }: { from: Date; to: Date },
): Promise<OtherFee[]> {
  const contracts = await readHeld(ctx, 'pgFee')
  if (contracts.length === 0) return []
  const { rows } = await ctx.db.execute<Row>(sql`
    select t.reference as key, t.order_id as "orderId", o.method, t.occurred_at as "paidOutAt",
      coalesce(o.approved_at, t.occurred_at) as "approvedAt",
      sum(e.amount) filter (where e.account = 'pg_receivable')::text as amount,
      (-coalesce(sum(e.amount) filter (where e.account in ('pg_fees', 'input_vat')), 0))::text as fee
    from transactions t join entries e on e.transaction_id = t.id join orders o on o.id = t.order_id
    where t.type = 'settlement' and t.order_id is not null and o.method is not null
      and t.occurred_at >= ${from.toISOString()}::timestamptz and t.occurred_at <= ${to.toISOString()}::timestamptz
    group by t.id, t.seq, o.id order by t.seq`)
  return rows.flatMap(({ paidOutAt, approvedAt, ...row }) => {
    const charged = { ...row, amount: BigInt(row.amount), fee: BigInt(row.fee) }
    const agreed = contractAt(contracts, new Date(approvedAt))
    const contract = agreed && feeInstead(agreed, charged)
    return contract === null ? [] : [{ ...charged, day: kstDay(new Date(paidOutAt)), contract }]
  })
}

function contractAt(contracts: { startsAt: Date; value: PgFee | null }[], approvedAt: Date): PgFee | null {
  return contracts.find(({ startsAt }) => startsAt <= approvedAt)?.value ?? null
}
