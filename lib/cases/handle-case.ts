import { eq } from 'drizzle-orm'
import { caseNotes, cases } from '@/db/schema/case'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { requireDuty } from '@/lib/identity/duties'
import { isId, newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'

type CaseRow = typeof cases.$inferSelect
export type CaseStep = { operatorId: string; caseId: string }

/** Writes down what operators should know. Throws FORBIDDEN, NOT_FOUND. */
export async function noteCase(ctx: Ctx, { text, ...step }: CaseStep & { text: string }): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const { id: caseId } = await lockCase(tx, step)
    await tx.insert(caseNotes).values({ id: newId(), caseId, by: step.operatorId, at: ctx.now(), text })
    await audit(ctx, tx, { action: 'case.noted', target: caseId })
  })
}

/** Answers an open case, and mails the answer. Throws FORBIDDEN, NOT_FOUND, STATE_CONFLICT when it was answered. */
export async function answerCase(
  ctx: Ctx,
  { answer, ...step }: CaseStep & { answer: string },
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const { id, userId, state } = await lockCase(tx, step)
    if (state !== 'OPEN') throw new PosPayError('STATE_CONFLICT')
    await tx
      .update(cases)
      .set({ state: 'ANSWERED', answer, answeredBy: step.operatorId, answeredAt: ctx.now() })
      .where(eq(cases.id, id))
    await notify(tx, ctx, [{ userId, kind: 'case.answered', subject: id, data: { answer } }])
    await audit(ctx, tx, { action: 'case.answered', target: id })
    await failpoint('case.1')
  })
  await failpoint('case.2')
}

/** Notes that the statement on paper was sent. Throws as `answerCase`, also where none was asked for. */
export async function sendPaper(ctx: Ctx, step: CaseStep): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const { id, paper, paperSentAt, state } = await lockCase(tx, step)
    if (!paper || paperSentAt || state === 'CLOSED') throw new PosPayError('STATE_CONFLICT')
    await tx.update(cases).set({ paperSentAt: ctx.now() }).where(eq(cases.id, id))
    await audit(ctx, tx, { action: 'case.paper_sent', target: id })
  })
}

/** Closes a case that was answered, and whose paper was sent. Throws as `answerCase`. */
export async function closeCase(ctx: Ctx, step: CaseStep): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const { id, state, paper, paperSentAt } = await lockCase(tx, step)
    if (state !== 'ANSWERED') throw new PosPayError('STATE_CONFLICT')
    if (paper && !paperSentAt)
      throw new PosPayError('STATE_CONFLICT', { message: '서면 명세서를 먼저 보내 주세요.' })
    await tx.update(cases).set({ state: 'CLOSED', closedAt: ctx.now() }).where(eq(cases.id, id))
    await audit(ctx, tx, { action: 'case.closed', target: id })
  })
}

async function lockCase(tx: Tx, { operatorId, caseId }: CaseStep): Promise<CaseRow> {
  await requireDuty(tx, operatorId, 'cases.handle')
  if (!isId(caseId)) throw new PosPayError('NOT_FOUND')
  const [row] = await tx.select().from(cases).where(eq(cases.id, caseId)).for('update')
  if (!row) throw new PosPayError('NOT_FOUND')
  return row
}
