import { and, count, eq } from 'drizzle-orm'
import { cases, type CaseKind } from '@/db/schema/case'
import { users } from '@/db/schema/identity'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { kstDay } from '@/lib/time'
import { answerBy } from './deadlines'

/** How many one person may have waiting at once. */
const OPEN_AT_MOST = 10

export type Opening = {
  kind: CaseKind
  story: string
  /** Which transaction it is about; null when it is not said. */
  about: string | null
  /** Whether a statement on paper is asked for. */
  paper: boolean
}

/**
 * Writes down what a user says went wrong, and tells them by when they are answered: answers the case's id and that
 * KST day. Throws RATE_LIMITED for somebody with too many open.
 */
export async function openCase(
  ctx: Ctx,
  opening: Opening & { userId: string; openedBy: string },
): Promise<{ id: string; dueOn: string }> {
  return withTx(ctx.db, async (tx) => {
    const { userId, kind } = opening
    const [own] = await tx
      .select({ open: count() })
      .from(cases)
      .where(and(eq(cases.userId, userId), eq(cases.state, 'OPEN')))
    if (own!.open >= OPEN_AT_MOST)
      throw new PosPayError('RATE_LIMITED', {
        message: '답을 기다리는 문의가 많아요. 먼저 답해 드린 뒤에 다시 받을게요.',
      })
    const id = newId()
    const dueOn = answerBy(kind, kstDay(ctx.now()))
    await tx.insert(cases).values({ ...opening, id, dueOn, openedAt: ctx.now() })
    await notify(tx, ctx, [{ userId, kind: 'case.opened', subject: id, data: { dueOn } }])
    await audit(ctx, tx, { action: 'case.opened', target: id, detail: { kind, userId } })
    return { id, dueOn }
  })
}

/** An operator writes down what a user told them. Throws FORBIDDEN, and INVALID_REQUEST where nobody has the address. */
export async function openCaseFor(
  ctx: Ctx,
  { operatorId, email, ...opening }: Opening & { operatorId: string; email: string },
): Promise<{ id: string; dueOn: string }> {
  await requireDuty(ctx.db, operatorId, 'cases.handle')
  const [user] = await ctx.db.select({ id: users.id }).from(users).where(eq(users.email, email))
  if (!user) {
    const message = '이 이메일로 가입한 회원이 없어요.'
    throw new PosPayError('INVALID_REQUEST', { message, fields: { email: message } })
  }
  return openCase(ctx, { ...opening, userId: user.id, openedBy: operatorId })
}
