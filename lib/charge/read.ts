import { and, asc, desc, eq, gt, isNull } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isOrderId } from '@/lib/ids'
import { toOrder, type Order } from './order'

/** One's own order. Throws NOT_FOUND, for another's just as for one that does not exist. */
export async function getOrder(ctx: Ctx, userId: string, orderId: string): Promise<Order> {
  if (!isOrderId(orderId)) throw new PosPayError('NOT_FOUND')
  const [row] = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.id, orderId), eq(orders.userId, userId)))
  if (!row) throw new PosPayError('NOT_FOUND')
  return toOrder(ctx, row)
}

/** The order that the person most likely means after an interrupted payment: the newest that can still be paid. */
export async function latestReadyOrder(ctx: Ctx, userId: string): Promise<Order | null> {
  const [row] = await ctx.db
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.userId, userId),
        eq(orders.status, 'READY'),
        isNull(orders.autoTopUpId),
        gt(orders.expiresAt, ctx.now()),
      ),
    )
    .orderBy(desc(orders.createdAt))
    .limit(1)
  return row ? toOrder(ctx, row) : null
}

/** Orders whose deposit has not come, the one that is due next first. */
export async function waitingOrders(ctx: Ctx, userId: string): Promise<Order[]> {
  const rows = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), eq(orders.status, 'WAITING_FOR_DEPOSIT')))
    .orderBy(asc(orders.dueAt))
  return rows.map((row) => toOrder(ctx, row))
}
