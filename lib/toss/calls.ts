import { createHash } from 'node:crypto'
import { and, desc, eq } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { tossCalls, type TOSS_OPERATIONS } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { alarm } from '@/lib/log'
import { addMs, SECOND_MS } from '@/lib/time'
import type { IssueAnswer, RemoveAnswer } from './billing'
import { ACTION_TIMEOUT_MS, type TossAnswer, type TossClient } from './client'
import { queryOutcome, type QueryOutcome } from './outcome'
import { redactPayment } from './payment'
import { redactPayout, redactSeller } from './payout'
import type { PayoutAnswer, SellerAnswer } from './payouts'

/** What a call is about: an order, the card of an automatic top-up, a withdrawal, or whom Toss pays. */
type Subject =
  { orderId: string } | { autoTopUpId: string } | { withdrawalId: string } | { refSellerId: string }

type Call = Subject & {
  operation: (typeof TOSS_OPERATIONS)[number]
  idempotencyKey: string | null
  /** What the request asks for; kept as a hash, since it may hold what is kept nowhere else in the clear. */
  asks: readonly (string | bigint)[]
}

export type Intent = { id: string; startedAt: Date }

/** Says what Toss is about to be asked. To be committed before a byte leaves: `into` may be a tx that decides on it. */
export async function intendCall(ctx: Ctx, into: NodePgDatabase, { asks, ...call }: Call): Promise<Intent> {
  const intent = { id: newId(), startedAt: ctx.now() }
  const requestHash = createHash('sha256').update(asks.join('|')).digest('base64url')
  await into.insert(tossCalls).values({ ...call, ...intent, requestHash, requestId: ctx.requestId })
  return intent
}

type Sent = TossAnswer | IssueAnswer | RemoveAnswer | PayoutAnswer | SellerAnswer

/** Sends what was intended, and keeps the answer with it. */
export async function sendCall<Answer extends Sent>(
  ctx: Ctx,
  intent: Intent,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await send()
  await keepAnswer(ctx, intent, toKept(answer))
  return answer
}

/** What is kept of an answer; without a status none has come. */
type Kept = { httpStatus: number | null; code: string | null; answer: unknown }

/** Keeps what Toss answered to what was intended. */
export async function keepAnswer(ctx: Ctx, { id, startedAt }: Intent, kept: Kept): Promise<void> {
  const now = ctx.now()
  // The clock may have been moved back meanwhile.
  const answeredAt = kept.httpStatus === null ? null : now < startedAt ? startedAt : now
  await ctx.db
    .update(tossCalls)
    .set({ ...kept, answeredAt })
    .where(eq(tossCalls.id, id))
}

/**
 * Toss under the keys that an order's payment belongs to: a run of the automatic top-up is charged, and so queried and
 * cancelled, with the API's. Throws when these are not set any more.
 */
export function tossOf({ toss, billing }: Ctx, { autoTopUpId }: { autoTopUpId: string | null }): TossClient {
  if (autoTopUpId === null) return toss
  if (!billing) throw new Error('TOSS_SECRET_KEY is not set, and there are runs of the automatic top-up')
  return billing
}

/** Asks Toss what has become of an order. Changes nothing there. */
export async function queryToss(
  ctx: Ctx,
  order: { id: string; autoTopUpId: string | null },
): Promise<QueryOutcome> {
  const orderId = order.id
  const toss = tossOf(ctx, order)
  const call = { orderId, operation: 'query', idempotencyKey: null, asks: [orderId] } as const
  const intent = await intendCall(ctx, ctx.db, call)
  const answer = await sendCall(ctx, intent, () => toss.findByOrder(orderId))
  return alarmed({ orderId }, queryOutcome(answer))
}

export type LastAnswer =
  | { state: 'running' | 'unanswered' | 'answered' }
  /** Answered with a refusal that is final once a look shows no effect. */
  | { state: 'refused'; code: string }

/** How long after the client's own limit a request still counts as on its way. */
const RUNNING_MARGIN_MS = 5 * SECOND_MS

/** How the attempt under a key stands. That the first request still runs at Toss is not an answer to it. */
export async function lastAnswer(
  ctx: Pick<Ctx, 'now'>,
  db: NodePgDatabase,
  {
    idempotencyKey,
    ...subject
  }: ({ orderId: string } | { withdrawalId: string }) & { idempotencyKey: string },
  classify: (code: string) => string | null,
  timeoutMs = ACTION_TIMEOUT_MS,
): Promise<LastAnswer> {
  const about =
    'orderId' in subject
      ? eq(tossCalls.orderId, subject.orderId)
      : eq(tossCalls.withdrawalId, subject.withdrawalId)
  const calls = await db
    .select({ code: tossCalls.code, answeredAt: tossCalls.answeredAt, startedAt: tossCalls.startedAt })
    .from(tossCalls)
    .where(and(about, eq(tossCalls.idempotencyKey, idempotencyKey)))
    .orderBy(desc(tossCalls.startedAt))
  const answer = calls.find(({ answeredAt, code }) => answeredAt && code !== 'IDEMPOTENT_REQUEST_PROCESSING')
  if (answer?.code && classify(answer.code) === 'refused') return { state: 'refused', code: answer.code }
  if (answer) return { state: 'answered' }
  const runningSince = addMs(ctx.now(), -timeoutMs - RUNNING_MARGIN_MS)
  const running = calls.some((call) => !call.answeredAt && !call.code && runningSince < call.startedAt)
  return { state: running ? 'running' : 'unanswered' }
}

/** The outcome as it is; one that people must hear of has rung. */
export function alarmed<T extends { kind: string; code?: string; alarm?: string | null }>(
  about: Subject,
  outcome: T,
): T {
  if (outcome.alarm) alarm(`toss.${outcome.alarm}`, { ...about, code: outcome.code })
  return outcome
}

function toKept(answer: Sent): Kept {
  if (answer.kind === 'unanswered') return { httpStatus: null, code: answer.reason, answer: null }
  const { httpStatus } = answer
  switch (answer.kind) {
    case 'error':
      return { httpStatus, code: answer.code, answer: null }
    case 'payment':
      return { httpStatus, code: null, answer: redactPayment(answer.payment) }
    case 'payout':
      return { httpStatus, code: null, answer: redactPayout(answer.payout) }
    case 'seller':
      return { httpStatus, code: null, answer: redactSeller(answer.seller) }
    default:
      return { httpStatus, code: null, answer: null }
  }
}
