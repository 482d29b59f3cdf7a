import { eq } from 'drizzle-orm'
import { autoTopUps, type PauseReason } from '@/db/schema/auto-topup'
import type { Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { notify } from '@/lib/notification/notify'
import { isDeadKey } from '@/lib/toss/codes'
import { failureMessage } from '../failure-message'
import type { Change, OrderRow } from '../order'
import { cardLabel, MOST_FAILURES, retryAt, type AutoTopUpRow } from './auto-topup'

/** What the end of a run means for those to come. In the tx that ends it, which holds both locks. */
export async function followRun(
  ctx: Ctx,
  tx: Tx,
  topUp: AutoTopUpRow,
  order: OrderRow,
  change: Change,
): Promise<void> {
  const { status, failureCode = null } = change
  if (!status || status === order.status) return
  if (status === 'DONE') return succeeded(ctx, tx, topUp, order)
  if (order.status !== 'CONFIRMING') return
  if (status === 'NEEDS_REVIEW')
    return pause(ctx, tx, topUp, { reason: 'review', failures: topUp.failures, order })

  const failures = topUp.failures + 1
  const reason = failureCode && isDeadKey(failureCode) ? 'key' : failures >= MOST_FAILURES ? 'failures' : null
  if (reason) return pause(ctx, tx, topUp, { reason, failures, order, failureCode })
  await update(ctx, tx, topUp, { failures, failureCode, nextRunAt: retryAt(failures, ctx.now()) })
  await tell(ctx, tx, topUp, order, 'auto_topup.failed', { reason: reasonOf(failureCode) })
}

async function succeeded(ctx: Ctx, tx: Tx, topUp: AutoTopUpRow, order: OrderRow): Promise<void> {
  await update(ctx, tx, topUp, { failures: 0, failureCode: null, nextRunAt: null })
  await tell(ctx, tx, topUp, order, 'auto_topup.done', {})
}

type Pause = { reason: PauseReason; failures: number; order: OrderRow; failureCode?: string | null }

/** Rests until its owner says otherwise; one notice says so in place of the run's own. Off stays off. */
async function pause(
  ctx: Ctx,
  tx: Tx,
  topUp: AutoTopUpRow,
  { reason, order, ...rest }: Pause,
): Promise<void> {
  if (topUp.state !== 'ON') return update(ctx, tx, topUp, rest)
  await update(ctx, tx, topUp, { ...rest, state: 'PAUSED', pauseReason: reason })
  await audit(ctx, tx, {
    action: 'auto_topup.paused',
    target: topUp.id,
    detail: { reason, orderId: order.id },
  })
  await tell(ctx, tx, topUp, order, 'auto_topup.paused', {
    why: reason,
    reason: reasonOf(rest.failureCode ?? null),
  })
}

function reasonOf(failureCode: string | null): string {
  return failureCode ? failureMessage(failureCode) : '결제가 제때 승인되지 않았어요.'
}

async function update(ctx: Ctx, tx: Tx, { id }: AutoTopUpRow, changed: Partial<AutoTopUpRow>): Promise<void> {
  await tx
    .update(autoTopUps)
    .set({ ...changed, updatedAt: ctx.now() })
    .where(eq(autoTopUps.id, id))
}

async function tell(
  ctx: Ctx,
  tx: Tx,
  topUp: AutoTopUpRow,
  { id: orderId, userId, amount }: OrderRow,
  kind: 'auto_topup.done' | 'auto_topup.failed' | 'auto_topup.paused',
  more: Record<string, string>,
): Promise<void> {
  const data = { orderId, amount: String(amount), card: cardLabel(topUp), ...more }
  await notify(tx, ctx, [{ userId, kind, subject: orderId, data }])
}
