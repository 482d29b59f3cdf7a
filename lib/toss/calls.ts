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
import type { CodeClass } from './codes'
import { queryOutcome, type ActionOutcome, type QueryOutcome } from './outcome'
import { redactPayment } from './payment'

/** What a call is about: an order, or the card of an automatic top-up. */
type Subject = { orderId: string; autoTopUpId?: never } | { autoTopUpId: string; orderId?: never }

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

/** Sends what was intended, and keeps the answer with it. */
export async function sendCall<Sent extends TossAnswer | IssueAnswer | RemoveAnswer>(
  ctx: Ctx,
  { id, startedAt }: Intent,
  send: () => Promise<Sent>,
): Promise<Sent> {
  const answer = await send()
  await ctx.db
    .update(tossCalls)
    .set(toColumns(answer, startedAt, ctx.now()))
    .where(eq(tossCalls.id, id))
  return answer
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
  return alarmed(orderId, queryOutcome(answer))
}

export type LastAnswer =
  | { state: 'running' | 'unanswered' | 'answered' }
  /** Answered with a refusal that is final once a look shows no effect. */
  | { state: 'refused'; code: string }

/** No request is still on its way after this: the client's own limit has passed. */
const RUNNING_MS = ACTION_TIMEOUT_MS + 5 * SECOND_MS

/** How the attempt under a key stands. That the first request still runs at Toss is not an answer to it. */
export async function lastAnswer(
  ctx: Pick<Ctx, 'now'>,
  db: NodePgDatabase,
  { orderId, idempotencyKey }: { orderId: string; idempotencyKey: string },
  classify: (code: string) => CodeClass | null,
): Promise<LastAnswer> {
  const calls = await db
    .select({ code: tossCalls.code, answeredAt: tossCalls.answeredAt, startedAt: tossCalls.startedAt })
    .from(tossCalls)
    .where(and(eq(tossCalls.orderId, orderId), eq(tossCalls.idempotencyKey, idempotencyKey)))
    .orderBy(desc(tossCalls.startedAt))
  const answer = calls.find(({ answeredAt, code }) => answeredAt && code !== 'IDEMPOTENT_REQUEST_PROCESSING')
  if (answer?.code && classify(answer.code) === 'refused') return { state: 'refused', code: answer.code }
  if (answer) return { state: 'answered' }
  const runningSince = addMs(ctx.now(), -RUNNING_MS)
  const running = calls.some((call) => !call.answeredAt && !call.code && runningSince < call.startedAt)
  return { state: running ? 'running' : 'unanswered' }
}

/** The outcome as it is; one that people must hear of has rung. */
export function alarmed<T extends ActionOutcome | QueryOutcome>(orderId: string, outcome: T): T {
  if (outcome.kind === 'unknown' && outcome.alarm) {
    alarm(`toss.${outcome.alarm}`, { orderId, code: outcome.code })
  }
  return outcome
}

function toColumns(answer: TossAnswer | IssueAnswer | RemoveAnswer, startedAt: Date, now: Date) {
  if (answer.kind === 'unanswered') return { code: answer.reason }
  return {
    answeredAt: now < startedAt ? startedAt : now, // the clock may have been moved back meanwhile
    httpStatus: answer.httpStatus,
    code: answer.kind === 'error' ? answer.code : null,
    answer: answer.kind === 'payment' ? redactPayment(answer.payment) : null,
  }
}
