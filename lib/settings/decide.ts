import { eq } from 'drizzle-orm'
import { settings } from '@/db/schema/platform'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'
import { readVersion } from './read-setting'

type Decision = { operatorId: string; id: string }

/**
 * Another operator agrees: it holds from its start. Throws FORBIDDEN, also for whoever proposed it, NOT_FOUND, and
 * STATE_CONFLICT when it no longer waits or its start has passed.
 */
export async function approveSetting(ctx: Ctx, decision: Decision): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const proposal = await lockProposal(tx, decision, 'settings.decide')
    if (proposal.proposedBy === decision.operatorId)
      throw new PosPayError('FORBIDDEN', { message: '내가 제안한 변경은 다른 담당자가 승인해야 해요.' })
    const now = ctx.now()
    if (proposal.startsAt && proposal.startsAt <= now)
      throw new PosPayError('STATE_CONFLICT', { message: '시작 시각이 지났어요. 다시 제안해 주세요.' })
    const { key, value: after } = proposal
    const startsAt = proposal.startsAt ?? now
    const before = await readVersion(ctx, key, tx)
    await tx
      .update(settings)
      .set({ state: 'APPROVED', startsAt, decidedBy: decision.operatorId, decidedAt: now })
      .where(eq(settings.id, proposal.id))
    await audit(ctx, tx, {
      action: 'setting.approved',
      target: key,
      before: { value: before },
      after: { value: after },
      reason: proposal.reason,
      detail: { id: proposal.id, startsAt },
    })
  })
}

/** Nothing comes of it. Whoever proposed it may take it back. Throws as `approveSetting`. */
export async function rejectSetting(ctx: Ctx, decision: Decision): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const proposal = await lockProposal(tx, decision, 'settings.propose')
    await tx
      .update(settings)
      .set({ state: 'REJECTED', decidedBy: decision.operatorId, decidedAt: ctx.now() })
      .where(eq(settings.id, proposal.id))
    await audit(ctx, tx, { action: 'setting.rejected', target: proposal.key, detail: { id: proposal.id } })
  })
}

async function lockProposal(
  tx: Tx,
  { operatorId, id }: Decision,
  duty: 'settings.propose' | 'settings.decide',
) {
  await requireDuty(tx, operatorId, duty)
  if (!isId(id)) throw new PosPayError('NOT_FOUND')
  const [row] = await tx.select().from(settings).where(eq(settings.id, id)).for('update')
  if (!row) throw new PosPayError('NOT_FOUND')
  if (row.state !== 'PROPOSED') throw new PosPayError('STATE_CONFLICT')
  return row
}
