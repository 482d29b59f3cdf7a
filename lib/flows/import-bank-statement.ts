import { importStatement, type Import } from '@/lib/bank-statement/import'
import type { Ctx } from '@/lib/context'
import { bounded } from '@/lib/patience'
import { beginRun } from '@/lib/reconcile/runs'
import { finishRun } from './reconcile'

/**
 * Takes in a statement of the bank's and reconciles at once, so that what it explains is closed and what it does not is
 * open. Where another run is at it, or Toss cannot be read now, the next run does so. Throws as the import.
 */
export async function importBankStatement(
  ctx: Ctx,
  input: { operatorId: string; bytes: Buffer },
): Promise<Import> {
  const imported = await importStatement(ctx, input)
  const run = await beginRun(ctx)
  if (run) await bounded(finishRun(ctx, run), { runId: run.id })
  return imported
}
