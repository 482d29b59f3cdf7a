import { and, eq, lt, ne, or } from 'drizzle-orm'
import { rateLimits } from '@/db/schema/identity'
import { idempotencyKeys } from '@/db/schema/platform'
import { webhookEvents } from '@/db/schema/webhook'
import type { Ctx } from '@/lib/context'
import { addMs, DAY_MS } from '@/lib/time'

/** A client that repeats later than this has forgotten what it asked for. */
const IDEMPOTENCY_LIFE_MS = 30 * DAY_MS

/** Anybody may send what is ignored; what was looked at is kept for as long as somebody may ask why. */
const IGNORED_WEBHOOK_LIFE_MS = 7 * DAY_MS
const WEBHOOK_LIFE_MS = 90 * DAY_MS

/** Removes counters and answers that nothing will ask for again. */
export async function removeExpired(ctx: Ctx): Promise<void> {
  await ctx.db
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.createdAt, addMs(ctx.now(), -IDEMPOTENCY_LIFE_MS)))
  // The limiter counts in real time, whatever the product's clock says.
  await ctx.db.delete(rateLimits).where(lt(rateLimits.expire, BigInt(Date.now())))
  const { state, receivedAt } = webhookEvents
  await ctx.db
    .delete(webhookEvents)
    .where(
      or(
        and(eq(state, 'ignored'), lt(receivedAt, addMs(ctx.now(), -IGNORED_WEBHOOK_LIFE_MS))),
        and(ne(state, 'pending'), lt(receivedAt, addMs(ctx.now(), -WEBHOOK_LIFE_MS))),
      ),
    )
}
