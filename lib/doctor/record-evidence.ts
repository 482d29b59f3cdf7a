import { evidence, type EvidenceKind, type EVIDENCE_BY_PEOPLE } from '@/db/schema/evidence'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Acting, Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'
import { endOfKstDay, kstDay, soonerOf } from '@/lib/time'

type ByOperator = { operatorId: string; kind: (typeof EVIDENCE_BY_PEOPLE)[number]; day: string; note: string }

/**
 * An operator says under their name that something was done on a KST day. Never changed afterwards: who was wrong says
 * it anew. Throws FORBIDDEN, INVALID_REQUEST for a day that has not come.
 */
export async function recordEvidence(ctx: Ctx, { operatorId, kind, day, note }: ByOperator): Promise<void> {
  if (day > kstDay(ctx.now()))
    throw new PosPayError('INVALID_REQUEST', { fields: { day: '아직 오지 않은 날이에요.' } })
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'golive.record')
    const id = newId()
    const recordedAt = ctx.now()
    const doneAt = soonerOf(endOfKstDay(day), recordedAt)
    await tx.insert(evidence).values({ id, kind, doneAt, recordedAt, recordedBy: operatorId, note })
    await audit(ctx, tx, { action: 'evidence.recorded', target: id, detail: { kind, day, note } })
  })
}

/** A program says what it has just done. */
export async function noteDone(
  { db, now }: Pick<Ctx, 'db'> & Pick<Acting, 'now'>,
  kind: EvidenceKind,
  note: string,
): Promise<void> {
  const at = now()
  await db.insert(evidence).values({ id: newId(), kind, doneAt: at, recordedAt: at, note })
}
