import { createHash } from 'node:crypto'
import { and, desc, eq } from 'drizzle-orm'
import { tossCalls } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { newId } from '@/lib/ids'
import { alarm } from '@/lib/log'
import { addMs, SECOND_MS } from '@/lib/time'
import { CONFIRM_TIMEOUT_MS, type TossAnswer } from '@/lib/toss/client'
import { classifyConfirmCode } from '@/lib/toss/codes'
import { confirmOutcome, queryOutcome, type ConfirmOutcome, type QueryOutcome } from '@/lib/toss/outcome'
import { redactPayment } from '@/lib/toss/payment'
import type { OrderRow } from './order'

/**
 * Asks Toss to take the money, for our own amount and under the attempt's key. The intent is committed before a
 * byte leaves. The key stays the same until an answer has come, so that repeating it cannot take twice.
 */
export async function confirmAtToss(ctx: Ctx, order: OrderRow): Promise<ConfirmOutcome> {
  const paymentKey = ctx.sealer.open(order.paymentKeySealed!)
  const idempotencyKey = keyOf(order)
  const request = { paymentKey, orderId: order.id, amount: order.amount, idempotencyKey }
  const hash = createHash('sha256').update(`${paymentKey}|${order.id}|${order.amount}`).digest('base64url')
  const answer = await recorded(ctx, { order, operation: 'confirm', idempotencyKey, hash }, async () => {
    const pending = ctx.toss.confirm(request)
    await failpoint('charge.3')
    return pending
  })
  await failpoint('charge.4')
  return alarmed(order, confirmOutcome(answer))
}

/** Asks Toss what has become of an order. Changes nothing there. */
export async function queryToss(ctx: Ctx, order: OrderRow): Promise<QueryOutcome> {
  const hash = createHash('sha256').update(order.id).digest('base64url')
  const answer = await recorded(ctx, { order, operation: 'query', idempotencyKey: null, hash }, () =>
    ctx.toss.findByOrder(order.id),
  )
  return alarmed(order, queryOutcome(answer))
}

export type LastConfirm =
  | { state: 'running' | 'unanswered' | 'answered' }
  /** Answered with a refusal that is final once a look shows no effect. */
  | { state: 'refused'; code: string }

/** No confirm is still on its way after this: the client's own limit has passed. */
const RUNNING_MS = CONFIRM_TIMEOUT_MS + 5 * SECOND_MS

/** How the order's present attempt stands. That the first request still runs at Toss is not an answer to it. */
export async function lastConfirm(ctx: Ctx, order: OrderRow): Promise<LastConfirm> {
  const calls = await ctx.db
    .select({ code: tossCalls.code, answeredAt: tossCalls.answeredAt, startedAt: tossCalls.startedAt })
    .from(tossCalls)
    .where(and(eq(tossCalls.orderId, order.id), eq(tossCalls.idempotencyKey, keyOf(order))))
    .orderBy(desc(tossCalls.startedAt))
  const answer = calls.find(({ answeredAt, code }) => answeredAt && code !== 'IDEMPOTENT_REQUEST_PROCESSING')
  if (answer?.code && classifyConfirmCode(answer.code) === 'refused')
    return { state: 'refused', code: answer.code }
  if (answer) return { state: 'answered' }
  const runningSince = addMs(ctx.now(), -RUNNING_MS)
  const running = calls.some((call) => !call.answeredAt && !call.code && runningSince < call.startedAt)
  return { state: running ? 'running' : 'unanswered' }
}

function keyOf(order: OrderRow): string {
  return `confirm:${order.id}:${order.attempt}`
}

type Call = { order: OrderRow; operation: 'confirm' | 'query'; idempotencyKey: string | null; hash: string }

async function recorded(ctx: Ctx, call: Call, send: () => Promise<TossAnswer>): Promise<TossAnswer> {
  const id = newId()
  const startedAt = ctx.now()
  await ctx.db.insert(tossCalls).values({
    id,
    orderId: call.order.id,
    operation: call.operation,
    idempotencyKey: call.idempotencyKey,
    requestHash: call.hash,
    requestId: ctx.requestId,
    startedAt,
  })
  const answer = await send()
  await ctx.db
    .update(tossCalls)
    .set(toColumns(answer, startedAt, ctx.now()))
    .where(eq(tossCalls.id, id))
  return answer
}

function toColumns(answer: TossAnswer, startedAt: Date, now: Date) {
  if (answer.kind === 'unanswered') return { code: answer.reason }
  return {
    answeredAt: now < startedAt ? startedAt : now, // the clock may have been moved back meanwhile
    httpStatus: answer.httpStatus,
    code: answer.kind === 'error' ? answer.code : null,
    answer: answer.kind === 'payment' ? redactPayment(answer.payment) : null,
  }
}

function alarmed<T extends ConfirmOutcome | QueryOutcome>(order: OrderRow, outcome: T): T {
  if (outcome.kind === 'unknown' && outcome.alarm) {
    alarm(`toss.${outcome.alarm}`, { orderId: order.id, code: outcome.code })
  }
  return outcome
}
