import { and, count, eq, gt } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { isOrderId } from '@/lib/ids'
import { requireActive } from '@/lib/identity/require-active'
import { RATE_LIMITS, limitsAreOn } from '@/lib/policy/rate-limit'
import { requireOn } from '@/lib/settings/switches'
import { addMs, SECOND_MS } from '@/lib/time'
import { checkOpenAccounts, requireRoom } from './limits'
import { checkRun } from './auto-topup/check-run'
import type { Change, OrderRow } from './order'

export type ConfirmCharge = {
  userId: string
  orderId: string
  /** What Toss gave the browser: proves nothing until Toss has confirmed it. */
  paymentKey: string
  /** What the browser says it paid: only ever compared. */
  amount: bigint
}

type Claimed = { order: OrderRow; claimed: boolean }

/** The job leaves an order alone for as long as the request that confirms it should take. */
const FIRST_CHECK_MS = 10 * SECOND_MS

/**
 * READY → CONFIRMING, for exactly one caller; everybody else gets the row as it is with `claimed: false`.
 * Throws NOT_FOUND (also for another's order), AMOUNT_MISMATCH, ACCOUNT_FROZEN, ORDER_EXPIRED, LIMIT_EXCEEDED,
 * FORBIDDEN before the terms in force are agreed to, RATE_LIMITED, and TRY_AGAIN while charging is stopped; after each
 * of them the order is still READY.
 */
export async function claimOrder(ctx: Ctx, input: ConfirmCharge): Promise<Claimed> {
  const seen = await findOrder(ctx, input)
  if (input.amount !== seen.amount) await refuseAmount(ctx, input, seen)
  // Nobody comes back from a window for a run.
  if (seen.status !== 'READY' || seen.autoTopUpId) return { order: seen, claimed: false }
  return claim(ctx, seen, {
    paymentKeySealed: ctx.sealer.seal(input.paymentKey),
    paymentKeyFingerprint: ctx.sealer.fingerprint(input.paymentKey),
  })
}

/**
 * The same for a run of the automatic top-up, whose payment is yet to be made. Throws what `checkRun` throws, too; after
 * each of them the order is still READY.
 */
export function claimRun(ctx: Ctx, run: OrderRow): Promise<Claimed> {
  return claim(ctx, run, {})
}

async function claim(ctx: Ctx, { id, userId }: OrderRow, payment: Change): Promise<Claimed> {
  const result = await withTx(ctx.db, async (tx) => {
    const [order] = await tx.select().from(orders).where(eq(orders.id, id)).for('update')
    if (order!.status !== 'READY') return { order: order!, claimed: false }
    const now = ctx.now()
    if (order!.expiresAt <= now) throw new PosPayError('ORDER_EXPIRED')
    await requireOn(tx, 'charge')
    await requireActive(tx, userId)
    if (order!.autoTopUpId) await checkRun(ctx, tx, order!)
    await requireRoom(ctx, tx, order!)
    await checkOpenAccounts(tx, { userId, exceptOrderId: id })
    await checkPace(ctx, tx, userId)
    const [confirming] = await tx
      .update(orders)
      .set({
        status: 'CONFIRMING',
        ...payment,
        attempt: 1,
        confirmingAt: now,
        nextCheckAt: addMs(now, FIRST_CHECK_MS),
        checks: 0,
        updatedAt: now,
      })
      .where(eq(orders.id, id))
      .returning()
    await failpoint('charge.1')
    return { order: confirming!, claimed: true }
  })
  await failpoint('charge.2')
  return result
}

/**
 * Throws RATE_LIMITED when too many orders were confirmed of late. The orders themselves are the count, exact under
 * the wallet's lock, so that repeating one order's confirm costs nothing.
 */
async function checkPace(ctx: Ctx, tx: Tx, userId: string): Promise<void> {
  const { points, durationSeconds } = RATE_LIMITS.confirm
  const since = addMs(ctx.now(), -durationSeconds * SECOND_MS)
  const [row] = await tx
    .select({ confirms: count() })
    .from(orders)
    .where(and(eq(orders.userId, userId), gt(orders.confirmingAt, since)))
  if (row!.confirms >= points && limitsAreOn()) {
    throw new PosPayError('RATE_LIMITED', { retryAfterSeconds: durationSeconds })
  }
}

async function findOrder(ctx: Ctx, { orderId, userId }: ConfirmCharge): Promise<OrderRow> {
  if (!isOrderId(orderId)) throw new PosPayError('NOT_FOUND')
  const [order] = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.id, orderId), eq(orders.userId, userId)))
  if (!order) throw new PosPayError('NOT_FOUND')
  return order
}

async function refuseAmount(ctx: Ctx, input: ConfirmCharge, order: OrderRow): Promise<never> {
  await audit(ctx, ctx.db, {
    action: 'charge.amount_mismatch',
    target: order.id,
    detail: { asked: String(input.amount), ordered: String(order.amount) },
  })
  throw new PosPayError('AMOUNT_MISMATCH')
}
