import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { bounded, PATIENCE_MS } from '@/lib/patience'
import { countAgainst } from '@/lib/policy/rate-limit'
import { claimOrder, type ConfirmCharge } from './claim'
import { toOrder, type Order, type OrderRow } from './order'
import { resolveByConfirm, resolveByQuery } from './resolve'

const LOOK_EVERY_MS = 150

/**
 * Finishes a charge after the payer returns from Toss. Safe to call any number of times, also at once: one caller
 * asks Toss, the others wait for its result. Answers within 8 s, with CONFIRMING when the outcome is not known yet.
 * Throws what `claimOrder` throws; then nothing was taken.
 */
export async function confirmCharge(ctx: Ctx, input: ConfirmCharge): Promise<Order> {
  const { order, claimed } = await claimOrder(ctx, input)
  if (claimed) return toOrder(ctx, await inTime(ctx, order, resolveByConfirm(ctx, order)))
  if (order.status === 'CONFIRMING') return toOrder(ctx, await othersResult(ctx, order))
  // Late money wins: an order that lapsed here may have been paid there.
  if (order.status === 'EXPIRED') {
    await countAgainst(ctx, 'confirm', input.userId)
    return toOrder(ctx, await inTime(ctx, order, resolveByQuery(ctx, order)))
  }
  return toOrder(ctx, order)
}

async function inTime(ctx: Ctx, order: OrderRow, work: Promise<OrderRow>): Promise<OrderRow> {
  return (await bounded(work, { orderId: order.id, requestId: ctx.requestId })) ?? order
}

async function othersResult(ctx: Ctx, order: OrderRow): Promise<OrderRow> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS)
    const [row] = await ctx.db.select().from(orders).where(eq(orders.id, order.id))
    if (row!.status !== 'CONFIRMING') return row!
  }
  return order
}
