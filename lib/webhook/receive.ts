import { createHash } from 'node:crypto'
import { webhookEvents, type WebhookState } from '@/db/schema/webhook'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { failpoint } from '@/lib/failpoint'
import { isOrderId, newId } from '@/lib/ids'
import { alarm } from '@/lib/log'
import { isSigned } from '@/lib/toss/signature'
import { isSignedEvent, readWebhook, type TossWebhook } from '@/lib/toss/webhook'

export type Received = { headers: Headers; raw: Buffer }

/**
 * Keeps what came in, once per transmission, for the job to look at: nothing here waits for Toss. Answers false, and
 * keeps nothing, where a signature is called for and is not Toss's.
 */
export async function receiveWebhook(ctx: Ctx, { headers, raw }: Received): Promise<boolean> {
  const body = raw.toString('utf8')
  const webhook = readWebhook(body)
  if (webhook && isSignedEvent(webhook.event) && !hasSignature(headers, raw)) {
    alarm('webhook.bad_signature', { event: webhook.event, address: ctx.address })
    return false
  }
  const now = ctx.now()
  const { state, reason = null } = stateOf(ctx, webhook)
  await failpoint('webhook.1')
  await ctx.db
    .insert(webhookEvents)
    .values({
      id: newId(),
      transmissionId: transmissionOf(headers, raw),
      event: webhook?.event,
      eventId: webhook?.eventId,
      orderId: webhook?.orderId,
      entityId: webhook?.entityId,
      bodySealed: ctx.sealer.seal(body),
      state,
      reason,
      receivedAt: now,
      dueAt: state === 'pending' ? now : null,
    })
    .onConflictDoNothing({ target: webhookEvents.transmissionId })
  await failpoint('webhook.2')
  return true
}

function hasSignature(headers: Headers, raw: Buffer): boolean {
  const { TOSS_SECURITY_KEY } = env()
  const sentAt = headers.get('tosspayments-webhook-transmission-time')
  const signature = headers.get('tosspayments-webhook-signature')
  return Boolean(
    TOSS_SECURITY_KEY && sentAt && signature && isSigned({ raw, sentAt, signature }, TOSS_SECURITY_KEY),
  )
}

function stateOf(
  { toss: { merchantIds } }: Ctx,
  webhook: TossWebhook | null,
): { state: WebhookState; reason?: string } {
  if (!webhook) return { state: 'ignored', reason: 'unreadable' }
  const { orderId, entityId, mId } = webhook
  if (entityId !== null) return { state: 'pending' }
  if (mId !== null && merchantIds.length > 0 && !merchantIds.includes(mId))
    return { state: 'ignored', reason: 'another_shop' }
  if (orderId === null) return { state: 'ignored', reason: 'not_about_a_payment' }
  return isOrderId(orderId) ? { state: 'pending' } : { state: 'ignored', reason: 'unknown_order' }
}

/** Toss: an id that stays the same over all retries. Without a sensible one the content stands for itself. */
function transmissionOf(headers: Headers, raw: Buffer): string {
  const id = headers.get('tosspayments-webhook-transmission-id') ?? ''
  return /^[\w-]{8,100}$/.test(id) ? id : `sha256-${createHash('sha256').update(raw).digest('base64url')}`
}
