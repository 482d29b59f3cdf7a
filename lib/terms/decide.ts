import { eq } from 'drizzle-orm'
import { documentVersions } from '@/db/schema/terms'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { isId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'
import type { DocumentVersion } from './read'
import { requireInTime } from './require-in-time'

export type Decision = { operatorId: string; id: string }

/**
 * The second person publishes a draft, which announces it from now on; a job tells everybody. Throws FORBIDDEN for who
 * drafted it and without the duty, STATE_CONFLICT when it was decided, or is too late for its day.
 */
export async function publishVersion(ctx: Ctx, decision: Decision): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const draft = await lockDraft(tx, decision)
    await requireInTime(ctx, tx, draft, 'STATE_CONFLICT')
    await decide(ctx, tx, decision, { status: 'PUBLISHED' })
    const { document, version } = draft
    await audit(ctx, tx, { action: 'terms.published', target: draft.id, detail: { document, version } })
    await failpoint('publish.1')
  })
  await failpoint('publish.2')
}

/** The second person refuses, and nothing changes for anybody. Throws as `publishVersion`. */
export async function rejectVersion(
  ctx: Ctx,
  { reason, ...decision }: Decision & { reason: string },
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const { id, document, version } = await lockDraft(tx, decision)
    await decide(ctx, tx, decision, { status: 'REJECTED', rejection: reason })
    await audit(ctx, tx, { action: 'terms.rejected', target: id, reason, detail: { document, version } })
  })
}

async function lockDraft(tx: Tx, { operatorId, id }: Decision): Promise<DocumentVersion> {
  await requireDuty(tx, operatorId, 'terms.publish')
  if (!isId(id)) throw new PosPayError('NOT_FOUND')
  const [draft] = await tx.select().from(documentVersions).where(eq(documentVersions.id, id)).for('update')
  if (!draft) throw new PosPayError('NOT_FOUND')
  if (draft.status !== 'DRAFT') throw new PosPayError('STATE_CONFLICT')
  if (draft.draftedBy === operatorId) {
    throw new PosPayError('FORBIDDEN', { message: '내가 쓴 초안은 다른 담당자가 결정해야 해요.' })
  }
  return draft
}

async function decide(
  ctx: Ctx,
  tx: Tx,
  { operatorId, id }: Decision,
  outcome: { status: 'PUBLISHED' } | { status: 'REJECTED'; rejection: string },
): Promise<void> {
  await tx
    .update(documentVersions)
    .set({ ...outcome, decidedBy: operatorId, decidedAt: ctx.now() })
    .where(eq(documentVersions.id, id))
}
