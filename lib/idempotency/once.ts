import { createHash } from 'node:crypto'
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { idempotencyKeys } from '@/db/schema/platform'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { addMs, SECOND_MS } from '@/lib/time'

export type Answer = { status: number; body: unknown }

type Request = { userId: string; route: string; key: string; body: unknown }

/** A request that has not answered by then is believed dead, and a repeat takes its place. */
const LEASE_MS = 30 * SECOND_MS

/** Answers that end the matter. The others, such as "wait" and "slow down", are worked out anew. */
function isDefinitive({ status }: Answer): boolean {
  return status !== 202 && status !== 401 && status !== 409 && status !== 429 && status < 500
}

/**
 * Runs a request once per person, route and key: a repeat gets the first answer. What the key protects is comfort;
 * money is protected by natural keys below. Throws REQUEST_IN_PROGRESS while the first one runs, and
 * IDEMPOTENCY_MISMATCH when the key came with another body before.
 */
export async function once(
  ctx: Ctx,
  request: Request,
  run: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const known = await claim(ctx, request)
  if (known) return { ...known, replayed: true }
  try {
    const answer = await run()
    await (isDefinitive(answer) ? keep(ctx, request, answer) : release(ctx, request))
    return { ...answer, replayed: false }
  } catch (error) {
    await release(ctx, request).catch(() => undefined) // the lease ends it
    throw error
  }
}

async function claim(ctx: Ctx, request: Request): Promise<Answer | null> {
  const { userId, route, key, body } = request
  const now = ctx.now()
  const requestHash = createHash('sha256').update(JSON.stringify(body)).digest('base64url')
  const leaseUntil = addMs(now, LEASE_MS)
  // One statement: a new key, or the key of a request that died, is ours; any other row stays as it is.
  const [mine] = await ctx.db
    .insert(idempotencyKeys)
    .values({ userId, route, key, requestHash, leaseUntil, createdAt: now })
    .onConflictDoUpdate({
      target: [idempotencyKeys.userId, idempotencyKeys.route, idempotencyKeys.key],
      set: { leaseUntil },
      setWhere: and(
        isNull(idempotencyKeys.status),
        lt(idempotencyKeys.leaseUntil, now),
        eq(idempotencyKeys.requestHash, sql`excluded.request_hash`),
      ),
    })
    .returning()
  if (mine) return null

  const [known] = await ctx.db.select().from(idempotencyKeys).where(row(request))
  if (!known) throw new PosPayError('REQUEST_IN_PROGRESS', { retryAfterSeconds: 1 })
  if (known.requestHash !== requestHash) throw new PosPayError('IDEMPOTENCY_MISMATCH')
  if (known.status === null) throw new PosPayError('REQUEST_IN_PROGRESS', { retryAfterSeconds: 1 })
  return { status: known.status, body: JSON.parse(ctx.sealer.open(known.bodySealed!)) }
}

async function keep(ctx: Ctx, request: Request, { status, body }: Answer): Promise<void> {
  const bodySealed = ctx.sealer.seal(JSON.stringify(body ?? null))
  await ctx.db.update(idempotencyKeys).set({ status, bodySealed }).where(row(request))
}

async function release(ctx: Ctx, request: Request): Promise<void> {
  await ctx.db.delete(idempotencyKeys).where(and(row(request), isNull(idempotencyKeys.status)))
}

function row({ userId, route, key }: Request) {
  return and(
    eq(idempotencyKeys.userId, userId),
    eq(idempotencyKeys.route, route),
    eq(idempotencyKeys.key, key),
  )
}
