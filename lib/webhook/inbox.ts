import { and, eq, inArray, sql, type InferSelectModel } from 'drizzle-orm'
import { webhookEvents } from '@/db/schema/webhook'
import type { Ctx } from '@/lib/context'
import { addMs, MINUTE_MS, SECOND_MS } from '@/lib/time'
import { readWebhook } from '@/lib/toss/webhook'

const BATCH = 50
/** Whoever dies with a webhook is replaced after this. */
const LEASE_MS = 30 * SECOND_MS
const LONGEST_PAUSE_MS = 5 * MINUTE_MS

type WebhookRow = InferSelectModel<typeof webhookEvents>

/** What a webhook is about: an order, or a payout or seller of Toss's. */
type About = { orderId: string; entityId: null } | { orderId: null; entityId: string }

/** A webhook that waits to be looked at, and the secret that it carries. */
export type Pending = About & { id: string; secret: string | null; attempts: number }

/** Takes up what is due: the claim is the move of `due_at` itself. */
export async function claimPending(ctx: Ctx): Promise<Pending[]> {
  const now = ctx.now()
  const due = sql`(select ${webhookEvents.id} from ${webhookEvents} where ${webhookEvents.dueAt} <= ${now.toISOString()}::timestamptz
    order by ${webhookEvents.dueAt} limit ${BATCH} for update skip locked)`
  const rows = await ctx.db
    .update(webhookEvents)
    .set({ dueAt: addMs(now, LEASE_MS) })
    .where(inArray(webhookEvents.id, due))
    .returning()
  return rows.map((row) => toPending(ctx, row))
}

function toPending({ sealer }: Ctx, row: WebhookRow): Pending {
  const { id, orderId, entityId, bodySealed, attempts } = row
  const about = orderId === null ? { orderId, entityId: entityId! } : { orderId, entityId: null }
  return { ...about, id, attempts, secret: readWebhook(sealer.open(bodySealed))?.secret ?? null }
}

/** All that wait about the same now: whatever Toss says after this is an answer to each of them. */
export async function waitingAbout({ db }: Ctx, { orderId, entityId }: Pending): Promise<string[]> {
  const same = orderId === null ? eq(webhookEvents.entityId, entityId) : eq(webhookEvents.orderId, orderId)
  const rows = await db
    .select({ id: webhookEvents.id })
    .from(webhookEvents)
    .where(and(same, eq(webhookEvents.state, 'pending')))
  return rows.map(({ id }) => id)
}

type Ending = { state: 'applied' } | { state: 'ignored' | 'rejected'; reason: string }

/** Nothing more is to be done about them. */
export async function finish(ctx: Ctx, ids: string[], ending: Ending): Promise<void> {
  const appliedAt = ending.state === 'applied' ? ctx.now() : null
  await ctx.db
    .update(webhookEvents)
    .set({ reason: null, ...ending, appliedAt, dueAt: null })
    .where(and(inArray(webhookEvents.id, ids), eq(webhookEvents.state, 'pending')))
}

/** Not yet: Toss was asked about it a moment ago. */
export async function postpone({ db }: Ctx, { id }: Pending, until: Date): Promise<void> {
  await db.update(webhookEvents).set({ dueAt: until }).where(isWaiting(id))
}

/** Toss did not say: again after a pause that grows, for as long as it takes. */
export async function retryLater(ctx: Ctx, { id, attempts }: Pending): Promise<void> {
  const pauseMs = Math.min(5 * SECOND_MS * 2 ** Math.min(attempts, 10), LONGEST_PAUSE_MS)
  await ctx.db
    .update(webhookEvents)
    .set({ dueAt: addMs(ctx.now(), pauseMs), attempts: Math.min(attempts + 1, 1_000) })
    .where(isWaiting(id))
}

const isWaiting = (id: string) => and(eq(webhookEvents.id, id), eq(webhookEvents.state, 'pending'))
