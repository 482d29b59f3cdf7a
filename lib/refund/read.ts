import { and, desc, eq } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { chargeRefunds } from '@/db/schema/refund'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { readWallet } from '@/lib/ledger/read'
import { readLots } from './lots'
import { refundableOf, type Lot } from './plan'
import { toRefund, type Refund } from './refund'

/** What may go back of an order now, and what has gone or is going, the newest first. The order is the caller's own. */
export async function readOrderRefunds(
  ctx: Ctx,
  userId: string,
  orderId: string,
): Promise<{ refundable: bigint; refunds: Refund[] }> {
  const [[lot], rows] = await Promise.all([
    readLots(ctx.db, userId, orderId),
    ctx.db
      .select()
      .from(chargeRefunds)
      .where(and(eq(chargeRefunds.orderId, orderId), eq(chargeRefunds.userId, userId)))
      .orderBy(desc(chargeRefunds.id)),
  ])
  return { refundable: lot ? refundableOf(lot, ctx.now()) : 0n, refunds: rows.map(toRefund) }
}

/** A user's balance and the charges that it is made of, or the one that is named: what a plan is made from. */
export async function readBalance(
  ctx: Ctx,
  userId: string,
  orderId?: string,
): Promise<{ balance: bigint; lots: Lot[] }> {
  const [{ balance }, lots] = await Promise.all([readWallet(ctx, userId), readLots(ctx.db, userId, orderId)])
  return { balance, lots }
}

export type PlacedRefund = Refund & { method: string | null; approvedAt: Date; charged: bigint }

/** The refunds that were asked for in one go. Throws NOT_FOUND, for another's just as for none. */
export async function getRefundBatch(ctx: Ctx, userId: string, batchId: string): Promise<PlacedRefund[]> {
  if (!isId(batchId)) throw new PosPayError('NOT_FOUND')
  const refunds = await readPlaced(
    ctx,
    and(eq(chargeRefunds.batchId, batchId), eq(chargeRefunds.userId, userId)),
  )
  if (refunds.length === 0) throw new PosPayError('NOT_FOUND')
  return refunds
}

const LATEST = 10

/** A user's latest refunds, the newest first. */
export async function latestRefunds(ctx: Ctx, userId: string): Promise<PlacedRefund[]> {
  return readPlaced(ctx, eq(chargeRefunds.userId, userId))
}

async function readPlaced(ctx: Ctx, where: ReturnType<typeof and>): Promise<PlacedRefund[]> {
  const rows = await ctx.db
    .select({
      refund: chargeRefunds,
      method: orders.method,
      approvedAt: orders.approvedAt,
      charged: orders.amount,
    })
    .from(chargeRefunds)
    .innerJoin(orders, eq(orders.id, chargeRefunds.orderId))
    .where(where)
    .orderBy(desc(chargeRefunds.id))
    .limit(LATEST)
  return rows.map(({ refund, approvedAt, ...rest }) => ({
    ...toRefund(refund),
    ...rest,
    approvedAt: approvedAt!,
  }))
}
