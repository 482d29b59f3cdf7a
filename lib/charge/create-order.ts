import { and, eq } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newOrderId } from '@/lib/ids'
import { requireActive } from '@/lib/identity/require-active'
import { countAgainst } from '@/lib/policy/rate-limit'
import { requireOn } from '@/lib/settings/switches'
import { checkLimits, checkOpenAccounts } from './limits'
import { orderExpiresAt, toOrder, type Order } from './order'

type CreateOrder = {
  userId: string
  amount: bigint
  /** The caller's Idempotency-Key: the same key gives the same order. */
  requestKey?: string
}

/**
 * Makes the order that a charge will pay, before any payment window opens. Its amount is the only one that will
 * ever be confirmed. Throws INVALID_AMOUNT, LIMIT_EXCEEDED, ACCOUNT_FROZEN, FORBIDDEN before the terms in force are
 * agreed to for more than what is owed, RATE_LIMITED, and TRY_AGAIN while charging is stopped.
 */
export async function createOrder(ctx: Ctx, { userId, amount, requestKey }: CreateOrder): Promise<Order> {
  if (amount <= 0n) throw new PosPayError('INVALID_AMOUNT')
  const known = requestKey && (await findByRequestKey(ctx, userId, requestKey))
  if (known) return known
  await countAgainst(ctx, 'order', userId)
  await requireOn(ctx.db, 'charge')
  await requireActive(ctx.db, userId)
  await checkOpenAccounts(ctx.db, { userId })
  await checkLimits(ctx, userId, amount)

  const now = ctx.now()
  const row = await withTx(ctx.db, async (tx) => {
    const [made] = await tx
      .insert(orders)
      .values({
        id: newOrderId(),
        userId,
        amount,
        requestKey,
        createdAt: now,
        expiresAt: orderExpiresAt(now),
        nextCheckAt: orderExpiresAt(now),
        updatedAt: now,
      })
      .onConflictDoNothing({ target: [orders.userId, orders.requestKey] })
      .returning()
    if (made)
      await audit(ctx, tx, { action: 'charge.ordered', target: made.id, detail: { amount: String(amount) } })
    return made
  })
  if (row) return toOrder(ctx, row)
  return (await findByRequestKey(ctx, userId, requestKey!))!
}

async function findByRequestKey(ctx: Ctx, userId: string, requestKey: string): Promise<Order | undefined> {
  const [row] = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), eq(orders.requestKey, requestKey)))
  return row && toOrder(ctx, row)
}
