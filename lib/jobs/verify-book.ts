import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { verificationRuns } from '@/db/schema/ledger'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { markBook } from '@/lib/ledger/days'
import { alarm } from '@/lib/log'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, startOfKstDay } from '@/lib/time'
import { INVARIANTS, verify, type Broken } from '@/lib/verify'

export const VERIFY_EVERY_MS = 5 * MINUTE_MS
/** A run this young stands for another worker's turn. */
const STILL_FRESH_MS = VERIFY_EVERY_MS - 10 * SECOND_MS
/** When the whole book is looked at: after the day is closed, before anybody is up. */
const FULL_AT_MS = 4 * HOUR_MS
/** A whole book takes longer than any page may. */
const PATIENCE_MS = 30 * MINUTE_MS
const KEEP_RUNS_MS = 90 * DAY_MS

/**
 * Holds the book against every invariant: each time what was posted since the last sound run, once a night the whole
 * of it. What does not hold raises an alarm, and is looked at again until it does. Answers what is broken, or null when
 * another run has just been.
 */
export async function verifyBook(ctx: Ctx): Promise<Broken[] | null> {
  const now = ctx.now()
  const [last] = await ctx.db
    .select({ startedAt: verificationRuns.startedAt })
    .from(verificationRuns)
    .orderBy(desc(verificationRuns.startedAt))
    .limit(1)
  if (last && addMs(now, -STILL_FRESH_MS) < last.startedAt && last.startedAt <= now) return null

  const scope = (await fullIsDue(ctx)) ? 'full' : 'recent'
  const since = scope === 'full' ? 0n : await soundThrough(ctx)
  const run = { id: newId(), scope, startedAt: now, through: await markBook(ctx.db) } as const
  await ctx.db.insert(verificationRuns).values(run)

  const broken: Broken[] = []
  for (const invariant of INVARIANTS.filter(({ wholeBook }) => scope === 'full' || !wholeBook)) {
    const found = await withTx(ctx.db, async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(PATIENCE_MS)}, true)`)
      return verify(tx, [invariant], { since, now })
    })
    broken.push(...found)
  }
  for (const { name, details } of broken)
    alarm('book.broken', { invariant: name, details: details.slice(0, 10) })

  await ctx.db
    .update(verificationRuns)
    .set({ finishedAt: ctx.now(), broken: broken.map(({ name }) => name) })
    .where(eq(verificationRuns.id, run.id))
  await ctx.db.delete(verificationRuns).where(lt(verificationRuns.startedAt, addMs(now, -KEEP_RUNS_MS)))
  return broken
}

const isSound = eq(verificationRuns.broken, sql`'{}'::text[]`)

async function fullIsDue(ctx: Ctx): Promise<boolean> {
  const now = ctx.now()
  const today = addMs(startOfKstDay(now), FULL_AT_MS)
  const dueSince = today <= now ? today : addMs(today, -DAY_MS)
  const [sound] = await ctx.db
    .select({ id: verificationRuns.id })
    .from(verificationRuns)
    .where(and(eq(verificationRuns.scope, 'full'), isSound, gte(verificationRuns.startedAt, dueSince)))
    .limit(1)
  return sound === undefined
}

/** Everything up to here was found sound by some run. */
async function soundThrough(ctx: Ctx): Promise<bigint> {
  const [sound] = await ctx.db
    .select({ through: verificationRuns.through })
    .from(verificationRuns)
    .where(isSound)
    .orderBy(desc(verificationRuns.startedAt))
    .limit(1)
  return sound?.through ?? 0n
}
