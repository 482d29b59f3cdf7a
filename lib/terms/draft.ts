import { documentVersions, type DocumentName, type DocumentText } from '@/db/schema/terms'
import { violatedConstraint } from '@/db/sql-state'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'
import { kstMidnight } from '@/lib/time'
import { NotationError, readNotation } from './notation'
import { requireInTime } from './require-in-time'

export type Draft = {
  operatorId: string
  document: DocumentName
  /** The KST day on which it is to take effect. */
  version: string
  /** As `readNotation` reads it. */
  text: string
  summary: string
  reason: string
  worse: boolean
}

/**
 * An operator writes the next version of a document; a second one publishes it. One at a time, so that none undoes
 * another unseen. Throws FORBIDDEN without the duty, INVALID_REQUEST for what is no document or comes too soon,
 * STATE_CONFLICT while another draft waits.
 */
export async function draftVersion(ctx: Ctx, input: Draft): Promise<{ id: string }> {
  const { operatorId, document, version, summary, reason, worse } = input
  const content = read(input.text)
  const id = newId()
  const effectiveAt = kstMidnight(version)
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'terms.draft')
    await requireInTime(ctx, tx, { document, worse, effectiveAt }, 'INVALID_REQUEST')
    await tx.insert(documentVersions).values({
      ...{ id, document, version, effectiveAt, content, summary, reason, worse },
      ...{ draftedBy: operatorId, draftedAt: ctx.now() },
    })
    await audit(ctx, tx, {
      action: 'terms.drafted',
      target: id,
      reason,
      detail: { document, version, worse },
    })
  }).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'document_versions_one_draft') throw error
    throw new PosPayError('STATE_CONFLICT', {
      message: '결정을 기다리는 초안이 있어요. 먼저 게시하거나 반려해 주세요.',
    })
  })
  return { id }
}

function read(text: string): DocumentText {
  try {
    return readNotation(text)
  } catch (error) {
    if (!(error instanceof NotationError)) throw error
    throw new PosPayError('INVALID_REQUEST', { message: error.message, fields: { text: error.message } })
  }
}
