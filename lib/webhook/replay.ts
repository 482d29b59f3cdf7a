import { and, eq, isNotNull, or } from 'drizzle-orm'
import { webhookEvents } from '@/db/schema/webhook'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'

/**
 * Has a webhook about a payment, a payout or a seller looked at once more, whatever became of it: Toss is asked again, and what was done
 * before is not done twice. Throws NOT_FOUND, also for one that is about none of these, and FORBIDDEN.
 */
export async function replayWebhook(
  ctx: Ctx,
  { operatorId, id }: { operatorId: string; id: string },
): Promise<void> {
  if (!isId(id)) throw new PosPayError('NOT_FOUND')
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'webhooks.replay')
    const isAbout = or(isNotNull(webhookEvents.orderId), isNotNull(webhookEvents.entityId))
    const [row] = await tx
      .update(webhookEvents)
      .set({ state: 'pending', reason: null, dueAt: ctx.now(), attempts: 0, appliedAt: null })
      .where(and(eq(webhookEvents.id, id), isAbout))
      .returning({ orderId: webhookEvents.orderId, entityId: webhookEvents.entityId })
    if (!row) throw new PosPayError('NOT_FOUND')
    await audit(ctx, tx, { action: 'webhook.replayed', target: id, detail: row })
  })
}
