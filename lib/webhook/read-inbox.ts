import { and, desc, eq, lt } from 'drizzle-orm'
import { webhookEvents, type WebhookState } from '@/db/schema/webhook'
import type { Ctx } from '@/lib/context'

/** What came in, without its body: that may hold keys and secrets. */
export type Received = Pick<
  typeof webhookEvents.$inferSelect,
  'id' | 'event' | 'orderId' | 'entityId' | 'state' | 'reason' | 'receivedAt' | 'attempts' | 'appliedAt'
>

const PAGE = 50

/** What came in at the webhook's address, newest first, by keyset. */
export async function readInbox(
  { db }: Pick<Ctx, 'db'>,
  { state, before }: { state: WebhookState | null; before: string | null },
): Promise<{ items: Received[]; next: string | null }> {
  const { id, event, orderId, entityId, state: at, reason, receivedAt, attempts, appliedAt } = webhookEvents
  const rows = await db
    .select({ id, event, orderId, entityId, state: at, reason, receivedAt, attempts, appliedAt })
    .from(webhookEvents)
    .where(and(state ? eq(at, state) : undefined, before ? lt(id, before) : undefined))
    .orderBy(desc(id))
    .limit(PAGE + 1)
  const items = rows.slice(0, PAGE)
  return { items, next: rows.length > PAGE ? items.at(-1)!.id : null }
}
