import { and, eq, isNotNull } from 'drizzle-orm'
import type { TopUpTrigger } from '@/db/schema/auto-topup'
import { orders } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newOrderId } from '@/lib/ids'
import { bounded } from '@/lib/patience'
import { addMs, MINUTE_MS } from '@/lib/time'
import { claimRun } from '../claim'
import { toOrder, type Order, type OrderRow } from '../order'
import { resolveByConfirm } from '../resolve'

/** A run that was not begun by then was left by a process that died: nothing has been asked of Toss. */
const READY_LIFE_MS = MINUTE_MS

type NewRun = {
  userId: string
  autoTopUpId: string
  amount: bigint
  trigger: TopUpTrigger
  /** The caller's Idempotency-Key: the same key gives the same run. */
  requestKey?: string
}

/** Makes the order of a run; nothing is charged yet. Throws STATE_CONFLICT while another one is under way. */
export async function createRun(ctx: Ctx, run: NewRun): Promise<OrderRow> {
  const { userId, autoTopUpId, amount, trigger, requestKey } = run
  const now = ctx.now()
  const until = addMs(now, READY_LIFE_MS)
  const [row] = await ctx.db
    .insert(orders)
    .values({
      ...{ id: newOrderId(), userId, amount, requestKey, autoTopUpId, topUpTrigger: trigger },
      ...{ createdAt: now, updatedAt: now, expiresAt: until, nextCheckAt: until },
    })
    .onConflictDoNothing()
    .returning()
  const order = row ?? (requestKey && (await findRun(ctx, userId, requestKey)))
  if (!order) throw new PosPayError('STATE_CONFLICT', { message: UNDER_WAY })
  return order
}

const UNDER_WAY = '앞서 시작한 자동충전을 확인하고 있어요. 끝난 뒤 다시 시도해 주세요.'

/** The run that was begun with this key, if any. */
export async function findRun(ctx: Ctx, userId: string, requestKey: string): Promise<OrderRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), eq(orders.requestKey, requestKey), isNotNull(orders.autoTopUpId)))
  return row
}

/**
 * Charges the registered card for a run. Safe to call any number of times: one caller asks Toss. Answers within 8 s,
 * with CONFIRMING when the outcome is not known yet. Throws what `claimRun` throws; then nothing was taken.
 */
export async function executeRun(ctx: Ctx, run: OrderRow): Promise<Order> {
  const { order, claimed } = await claimRun(ctx, run)
  if (!claimed) return toOrder(ctx, order)
  return toOrder(ctx, (await bounded(resolveByConfirm(ctx, order), { orderId: order.id })) ?? order)
}
