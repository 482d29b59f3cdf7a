import { eq } from 'drizzle-orm'
import { secondFactors } from '@/db/schema/identity'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { endSessions } from '@/lib/identity/session'
import { newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { toKstIso } from '@/lib/time'

type Removal = { operatorId: string; userId: string; reason: string }

/**
 * Takes an operator's second factor away, for one who has lost their phone: they log in anew and enrol another. Ends
 * their logins and tells them. Never one's own: whoever sits at an open screen could. Throws FORBIDDEN, NOT_FOUND.
 */
export async function removeSecondFactor(ctx: Ctx, { operatorId, userId, reason }: Removal): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'second_factors.remove')
    if (operatorId === userId) {
      throw new PosPayError('FORBIDDEN', { message: '내 인증 앱은 다른 운영자만 해제할 수 있어요.' })
    }
    const [removed] = await tx
      .delete(secondFactors)
      .where(eq(secondFactors.userId, userId))
      .returning({ enrolledAt: secondFactors.enrolledAt })
    if (!removed) throw new PosPayError('NOT_FOUND')
    await endSessions(ctx, tx, userId)
    const data = { at: toKstIso(ctx.now()) }
    await notify(tx, ctx, [{ userId, kind: 'second_factor.off', subject: newId(), data }])
    await audit(ctx, tx, {
      action: 'second_factor.removed',
      target: userId,
      reason,
      before: { enrolledAt: toKstIso(removed.enrolledAt) },
    })
  })
}
