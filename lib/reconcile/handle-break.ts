import { eq } from 'drizzle-orm'
import { adjustments } from '@/db/schema/adjustment'
import { breakNotes, reconciliationBreaks, type BreakCause } from '@/db/schema/reconciliation'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { requireDuty } from '@/lib/identity/duties'
import { isId, newId } from '@/lib/ids'
import { lockBreaks } from './lock-breaks'
import type { BreakRow } from './report'

export type Handling = { operatorId: string; breakId: string }

/** An operator looks after an open break from now on. Throws FORBIDDEN, NOT_FOUND, STATE_CONFLICT. */
export async function takeBreak(ctx: Ctx, { operatorId, breakId }: Handling): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const { assignedTo } = await lockOpen(tx, { operatorId, breakId })
    await tx
      .update(reconciliationBreaks)
      .set({ assignedTo: operatorId })
      .where(eq(reconciliationBreaks.id, breakId))
    const [before, after] = [{ assignedTo }, { assignedTo: operatorId }]
    await audit(ctx, tx, { action: 'break.taken', target: breakId, before, after })
  })
}

/** Writes down what an operator found out, also of a break that is closed. Throws FORBIDDEN, NOT_FOUND. */
export async function noteBreak(
  ctx: Ctx,
  { operatorId, breakId, text }: Handling & { text: string },
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'breaks.handle')
    await findBreak(tx, breakId)
    await tx.insert(breakNotes).values({ id: newId(), breakId, by: operatorId, at: ctx.now(), text })
    await audit(ctx, tx, { action: 'break.noted', target: breakId })
  })
}

export type Explanation = Handling & { cause: BreakCause; reason: string; adjustmentId: string | null }

/**
 * Closes an open break with why it differs: it stays closed while the same amounts differ, and is opened anew by the
 * next run when they change. Where money had to move, two people have posted it before. Throws FORBIDDEN, NOT_FOUND,
 * STATE_CONFLICT, and INVALID_REQUEST without that adjustment.
 */
export async function explainBreak(
  ctx: Ctx,
  { operatorId, breakId, cause, reason, adjustmentId }: Explanation,
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await lockBreaks(tx)
    await lockOpen(tx, { operatorId, breakId })
    if (cause === 'corrected') await requirePosted(tx, adjustmentId)
    const explained = {
      ...{ cause, reason, closedBy: operatorId, closedAt: ctx.now(), closedHow: 'explained' as const },
      adjustmentId: cause === 'corrected' ? adjustmentId : null,
    }
    await tx.update(reconciliationBreaks).set(explained).where(eq(reconciliationBreaks.id, breakId))
    const after = { cause, adjustmentId: explained.adjustmentId }
    await audit(ctx, tx, { action: 'break.explained', target: breakId, after, reason })
    await failpoint('break.1')
  })
  await failpoint('break.2')
}

async function lockOpen(tx: Tx, { operatorId, breakId }: Handling): Promise<BreakRow> {
  await requireDuty(tx, operatorId, 'breaks.handle')
  const row = await findBreak(tx, breakId)
  if (row.closedAt) throw new PosPayError('STATE_CONFLICT')
  return row
}

async function findBreak(tx: Tx, breakId: string): Promise<BreakRow> {
  if (!isId(breakId)) throw new PosPayError('NOT_FOUND')
  const [row] = await tx
    .select()
    .from(reconciliationBreaks)
    .where(eq(reconciliationBreaks.id, breakId))
    .for('update')
  if (!row) throw new PosPayError('NOT_FOUND')
  return row
}

async function requirePosted(tx: Tx, adjustmentId: string | null): Promise<void> {
  const [adjustment] =
    adjustmentId && isId(adjustmentId)
      ? await tx
          .select({ status: adjustments.status })
          .from(adjustments)
          .where(eq(adjustments.id, adjustmentId))
      : []
  if (adjustment?.status === 'POSTED') return
  const message = adjustment
    ? '이 조정은 아직 장부에 올라가지 않았어요. 다른 담당자가 승인한 뒤에 종결해 주세요.'
    : '장부를 바로잡은 조정을 골라 주세요.'
  throw new PosPayError('INVALID_REQUEST', { message, fields: { adjustmentId: message } })
}
