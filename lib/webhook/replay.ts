import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { webhookEvents } from '@/db/schema/webhook'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'

/**
 * Has a webhook about a payment looked at once more, whatever became of it: Toss is asked again, and what was done
 * before is not done twice. Throws NOT_FOUND, also for one that is not about a payment.
 */
export async function replayWebhook(ctx: Ctx, id: string): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const [row] = await tx
      .update(webhookEvents)
      .set({ state: 'pending', reason: null, dueAt: ctx.now(), attempts: 0, appliedAt: null })
      .where(and(eq(webhookEvents.id, id), isNotNull(webhookEvents.orderId), ne(webhookEvents.state, 'kept')))
      .returning({ orderId: webhookEvents.orderId })
    if (!row) throw new PosPayError('NOT_FOUND')
    await audit(ctx, tx, { action: 'webhook.replayed', target: id, detail: { orderId: row.orderId } })
  })
}
