import { eq } from 'drizzle-orm'
import { chargeRefunds } from '@/db/schema/refund'
import type { Ctx } from '@/lib/context'
import { cancelsOf } from '@/lib/toss/cancels'
import { cancelAtToss, lastCancel, lookAtToss } from './ask-toss'
import type { RefundRow } from './refund'
import { isGivenUp, settleRefund, type Evidence } from './settle'

/**
 * Takes a refund as far as Toss lets it: the request and the job do the same. Looks first, always. A cancel is sent
 * only where Toss shows none of ours: with the same key while it was never answered, with a new one after an answer
 * without effect. A refusal counts once a look shows no effect of it.
 */
export async function resolveRefund(ctx: Ctx, refund: RefundRow): Promise<RefundRow> {
  const next = await look(ctx, refund)
  if (next.kind !== 'cancel') return settleRefund(ctx, refund.id, next)

  const outcome = await cancelAtToss(ctx, refund, next.left)
  if (outcome?.kind === 'refused') return resolveRefund(ctx, await reread(ctx, refund))
  const cancels = outcome?.kind === 'payment' ? cancelsOf(outcome.payment, refund.id) : []
  return settleRefund(ctx, refund.id, cancels.length > 0 ? { kind: 'canceled', cancels } : { kind: 'open' })
}

/** What Toss shows of a refund: how it stands, or that its cancel may be sent. */
async function look(
  ctx: Ctx,
  refund: RefundRow,
): Promise<Evidence | { kind: 'cancel'; left: bigint | null }> {
  const found = await lookAtToss(ctx, refund)
  if (found.kind !== 'payment') return { kind: 'open' }
  const cancels = cancelsOf(found.payment, refund.id)
  if (cancels.length > 0) return { kind: 'canceled', cancels }

  // None of it has gone back so far.
  const last = await lastCancel(ctx, refund)
  if (last.state === 'running' || found.payment.balanceAmount == null) return { kind: 'open' }
  if (last.state === 'refused') return { kind: 'failed', code: last.code }
  const left = BigInt(found.payment.balanceAmount)
  // Whatever was sent asked for more to be left: it can have no effect any more.
  if (left < refund.amount) return { kind: 'failed', code: 'NOT_CANCELABLE_AMOUNT' }
  const neverAnswered = refund.attempt > 0 && last.state === 'unanswered'
  if (isGivenUp(refund, ctx.now()))
    return neverAnswered ? { kind: 'open' } : { kind: 'failed', code: 'REFUND_REJECTED' }
  return { kind: 'cancel', left: neverAnswered ? null : left }
}

async function reread(ctx: Ctx, { id }: RefundRow): Promise<RefundRow> {
  const [row] = await ctx.db.select().from(chargeRefunds).where(eq(chargeRefunds.id, id))
  return row!
}
