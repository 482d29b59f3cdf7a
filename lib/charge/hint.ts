import { timingSafeEqual } from 'node:crypto'
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { addMs, SECOND_MS } from '@/lib/time'
import type { OrderRow } from './order'
import { lookAtToss } from './resolve'

/** However many messages come, Toss is asked about one order no more often than this. */
const HINT_PAUSE_MS = 5 * SECOND_MS

/**
 * What came of somebody's word that a payment has changed. `looked`: Toss was asked after that, and what it said is
 * done. `too_soon` until `again`. `unanswered`: Toss did not say. Nothing is asked about an order that we do not know,
 * or by who does not know the payment's secret.
 */
export type HintOutcome =
  { kind: 'looked' | 'unanswered' | 'unknown_order' | 'wrong_secret' } | { kind: 'too_soon'; again: Date }

export async function followHint(
  ctx: Ctx,
  { orderId, secret }: { orderId: string; secret: string | null },
): Promise<HintOutcome> {
  const [known] = await ctx.db.select().from(orders).where(eq(orders.id, orderId))
  if (!known) return { kind: 'unknown_order' }
  if (!knowsSecret(ctx, known, secret)) return { kind: 'wrong_secret' }

  const now = ctx.now()
  const again = addMs(now, -HINT_PAUSE_MS)
  const [order] = await ctx.db
    .update(orders)
    .set({ hintedAt: now })
    .where(and(eq(orders.id, orderId), or(isNull(orders.hintedAt), lte(orders.hintedAt, again))))
    .returning()
  if (!order) return { kind: 'too_soon', again: addMs(known.hintedAt ?? now, HINT_PAUSE_MS) }
  return { kind: (await lookAtToss(ctx, order)) ? 'looked' : 'unanswered' }
}

/** Where both sides have one they must be the same; a payment by card has none, and one just issued not yet. */
function knowsSecret({ sealer }: Ctx, { secretSealed }: OrderRow, secret: string | null): boolean {
  if (secretSealed === null || secret === null) return true
  const [given, expected] = [secret, sealer.open(secretSealed)].map((text) => Buffer.from(text))
  return given!.length === expected!.length && timingSafeEqual(given!, expected!)
}
