import { and, eq, isNotNull, notInArray, sql, sum } from 'drizzle-orm'
import { payouts } from '@/db/schema/payout'
import { withdrawals } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { readPosition } from '@/lib/ledger/position'
import { bounded } from '@/lib/patience'

export type TossBalance = {
  /** Won that can be paid out now; null where Toss does not say. */
  available: bigint | null
  /** The same by our book; what was asked for and has not arrived is still in it. */
  booked: bigint
  /** Won that will be soon; Toss says so with live keys only. */
  pending: bigint | null
  /** Won of withdrawals that Toss carries and has not taken up yet. */
  unsent: bigint
}

/** What there is to pay out, and what it has to do for. Toss may take a minute to answer: it is given 8 s. */
export async function readTossBalance(ctx: Ctx): Promise<TossBalance> {
  const [answer, unsent, { payoutBalance: booked }] = await Promise.all([
    ctx.payouts ? bounded(ctx.payouts.findBalance(), { asks: 'balance' }) : null,
    readUnsent(ctx),
    readPosition(ctx.db),
  ])
  const told = answer?.kind === 'balance' ? answer.balance : null
  return { available: told?.available ?? null, pending: told?.pending ?? null, booked, unsent }
}

async function readUnsent({ db }: Ctx): Promise<bigint> {
  const taken = db.select({ id: payouts.withdrawalId }).from(payouts).where(isNotNull(payouts.payoutId))
  const [open] = await db
    .select({ amount: sum(sql`${withdrawals.amount} - ${withdrawals.withheld}`) })
    .from(withdrawals)
    .where(
      and(
        eq(withdrawals.carrier, 'toss'),
        eq(withdrawals.status, 'SENDING'),
        notInArray(withdrawals.id, taken),
      ),
    )
  return BigInt(open!.amount ?? 0)
}
