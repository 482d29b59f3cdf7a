import { followHint } from '@/lib/charge/hint'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { alarm, describeError, log } from '@/lib/log'
import { claimPending, finish, postpone, retryLater, waitingAbout, type Pending } from '@/lib/webhook/inbox'
import { followPayoutHint } from '@/lib/withdrawal/toss/hint'

/**
 * Looks at what Toss's messages are about: each only says that it is worth asking Toss, whose answer decides. Safe to
 * run twice at once. Answers how many were taken up.
 */
export async function applyWebhooks(ctx: Ctx): Promise<number> {
  const pending = await claimPending(ctx)
  await failpoint('webhook.3')
  for (const each of pending) {
    await applyWebhook(ctx, each).catch((error: unknown) =>
      log.error({ webhookId: each.id, ...describeError(error) }, 'webhook left for later'),
    )
  }
  return pending.length
}

async function applyWebhook(ctx: Ctx, webhook: Pending): Promise<void> {
  const waiting = await waitingAbout(ctx, webhook)
  // What Toss has just said about the same was an answer to this one as well.
  if (!waiting.includes(webhook.id)) return
  const outcome =
    webhook.orderId === null ? await followPayoutHint(ctx, webhook.entityId) : await followHint(ctx, webhook)
  await failpoint('webhook.4')
  switch (outcome.kind) {
    case 'looked':
      return finish(ctx, waiting, { state: 'applied' })
    case 'too_soon':
      return postpone(ctx, webhook, outcome.again)
    case 'unanswered':
      return retryLater(ctx, webhook)
    case 'wrong_secret':
      alarm('webhook.wrong_secret', { webhookId: webhook.id, orderId: webhook.orderId })
      return finish(ctx, [webhook.id], { state: 'rejected', reason: outcome.kind })
    case 'unknown_order':
    case 'unknown_payout':
      return finish(ctx, [webhook.id], { state: 'ignored', reason: outcome.kind })
  }
}
