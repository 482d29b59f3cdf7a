import { lt } from 'drizzle-orm'
import { rateLimits } from '@/db/schema/identity'
import { idempotencyKeys } from '@/db/schema/platform'
import type { Ctx } from '@/lib/context'
import { addMs, DAY_MS } from '@/lib/time'

/** A client that repeats later than this has forgotten what it asked for. */
const IDEMPOTENCY_LIFE_MS = 30 * DAY_MS

/** Removes counters and answers that nothing will ask for again. */
export async function removeExpired(ctx: Ctx): Promise<void> {
  await ctx.db
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.createdAt, addMs(ctx.now(), -IDEMPOTENCY_LIFE_MS)))
  // The limiter counts in real time, whatever the product's clock says.
  await ctx.db.delete(rateLimits).where(lt(rateLimits.expire, BigInt(Date.now())))
}
