import { isNull } from 'drizzle-orm'
import { expect } from 'vitest'
import { reconciliationBreaks } from '@/db/schema/reconciliation'
import { reconcile } from '@/lib/flows/reconcile'
import type { RunRow } from '@/lib/reconcile/runs'
import { HOUR_MS } from '@/lib/time'
import type { Scene } from '../support/scene'

export type Break = { class: string; orderId: string | null; ours: bigint | null; theirs: bigint | null }

/** A run an hour later: by then nothing is on its way any more. */
export async function reconcileLater({ ctx, toss }: Scene, ms = HOUR_MS): Promise<RunRow> {
  await toss.advance(ms)
  const run = await reconcile(ctx)
  expect(run).not.toBeNull()
  return run!
}

/** The breaks that are open. */
export async function openBreaks({ ctx }: Pick<Scene, 'ctx'>): Promise<Break[]> {
  const { class: what, orderId, ours, theirs } = reconciliationBreaks
  return ctx.db
    .select({ class: what, orderId, ours, theirs })
    .from(reconciliationBreaks)
    .where(isNull(reconciliationBreaks.closedAt))
    .orderBy(what)
}

/** Every break there ever was, as it ended. */
export async function allBreaks({
  ctx,
}: Pick<Scene, 'ctx'>): Promise<{ class: string; closedHow: string | null }[]> {
  const { class: what, closedHow, foundAt } = reconciliationBreaks
  return ctx.db.select({ class: what, closedHow }).from(reconciliationBreaks).orderBy(foundAt)
}
