import { desc } from 'drizzle-orm'
import { reconciliationRuns } from '@/db/schema/reconciliation'
import type { Ctx } from '@/lib/context'
import { reconcile } from '@/lib/flows/reconcile'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, startOfKstDay } from '@/lib/time'

/** When a night's run is due: Toss settles by day, and says so from the day after. */
const DUE_AT_MS = 3 * HOUR_MS
/** How long an incomplete one is left before the next. */
const PAUSE_MS = 10 * MINUTE_MS

/** Reconciles once a night, and again every ten minutes until a run is complete. Answers null when none was due. */
export async function reconcileNightly(ctx: Ctx) {
  const now = ctx.now()
  const today = addMs(startOfKstDay(now), DUE_AT_MS)
  const dueSince = today <= now ? today : addMs(today, -DAY_MS)
  const { state, startedAt } = reconciliationRuns
  const [last] = await ctx.db
    .select({ state, startedAt })
    .from(reconciliationRuns)
    .orderBy(desc(startedAt))
    .limit(1)
  if (last && last.startedAt <= now) {
    if (last.state === 'COMPLETE' && dueSince <= last.startedAt) return null
    if (last.state === 'INCOMPLETE' && addMs(now, -PAUSE_MS) < last.startedAt) return null
  }
  return reconcile(ctx)
}
