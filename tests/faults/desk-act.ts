import { answerCase } from '@/lib/cases/handle-case'
import type { Ctx } from '@/lib/context'
import { leave } from '@/lib/flows/leave'
import { explainBreak } from '@/lib/reconcile/handle-break'
import { publishVersion } from '@/lib/terms/decide'
import type { DESK_POINTS } from './crash-points'

export type DeskAct = keyof typeof DESK_POINTS

/** Something done at a desk: who does it, and to what, which for leaving is one's own login. */
export async function actAtDesk(ctx: Ctx, act: DeskAct, who: string, what: string): Promise<void> {
  if (act === 'leave') return leave(ctx, { userId: who, sessionId: what })
  const operatorId = who
  if (act === 'publish a version') return publishVersion(ctx, { operatorId, id: what })
  if (act === 'answer a case') return answerCase(ctx, { operatorId, caseId: what, answer: '확인했어요.' })
  const explained = { cause: 'not_ours' as const, reason: '다른 가맹점의 결제예요.', adjustmentId: null }
  return explainBreak(ctx, { operatorId, breakId: what, ...explained })
}
