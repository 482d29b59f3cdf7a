import { and, eq, gte, inArray, isNotNull, ne, or, sql } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { startOfKstMonth } from '@/lib/time'

/**
 * What the runs of a person have charged in this KST month, or may still: what is under way counts, and so does what
 * went back since.
 */
export async function usedThisMonth(
  ctx: Ctx,
  db: Tx | Ctx['db'],
  userId: string,
  exceptOrderId?: string,
): Promise<bigint> {
  const charged = or(
    inArray(orders.status, ['CONFIRMING', 'DONE', 'NEEDS_REVIEW']),
    and(eq(orders.status, 'CANCELED'), isNotNull(orders.approvedAt)),
  )
  const [row] = await db
    .select({ used: sql<string>`coalesce(sum(${orders.amount}), 0)` })
    .from(orders)
    .where(
      and(
        eq(orders.userId, userId),
        isNotNull(orders.autoTopUpId),
        gte(orders.confirmingAt, startOfKstMonth(ctx.now())),
        charged,
        exceptOrderId ? ne(orders.id, exceptOrderId) : undefined,
      ),
    )
  return BigInt(row!.used)
}
