import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { bounded } from '@/lib/patience'
import { beginRun } from '@/lib/reconcile/runs'
import { finishRun } from './reconcile'

/**
 * Reconciles because an operator wants to know now. Where it takes long it goes on by itself. Throws FORBIDDEN, and REQUEST_IN_PROGRESS while another is at it.
 */
export async function reconcileByHand(ctx: Ctx, operatorId: string): Promise<void> {
  await requireDuty(ctx.db, operatorId, 'breaks.handle')
  const run = await beginRun(ctx)
  if (!run)
    throw new PosPayError('REQUEST_IN_PROGRESS', {
      message: '이미 맞춰 보고 있어요. 끝나면 여기에 나타나요.',
    })
  await audit(ctx, ctx.db, { action: 'reconciliation.begun', target: run.id })
  await bounded(finishRun(ctx, run), { runId: run.id })
}
