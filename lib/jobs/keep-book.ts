import type { Ctx } from '@/lib/context'
import { closeDays, rollUp } from '@/lib/ledger/days'

/** Closes the days that are over and brings the daily totals up to now. */
export async function keepBook(ctx: Ctx): Promise<void> {
  await closeDays(ctx.db, ctx.now())
  await rollUp(ctx.db)
}
