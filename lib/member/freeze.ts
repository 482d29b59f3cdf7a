import { eq } from 'drizzle-orm'
import { freezes, users } from '@/db/schema/identity'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { isId, newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'

export type FreezeDecision = { operatorId: string; userId: string; reason: string }

/**
 * Stops a person's account: they can look and log in, and move no money. They are told why, in these words. Throws
 * FORBIDDEN, also for oneself, NOT_FOUND, and STATE_CONFLICT for one that is frozen or closed.
 */
export async function freezeMember(ctx: Ctx, { operatorId, userId, reason }: FreezeDecision): Promise<void> {
  const id = newId()
  await withTx(ctx.db, async (tx) => {
    const status = await lockMember(tx, { operatorId, userId })
    if (status !== 'active') throw new PosPayError('STATE_CONFLICT')
    await tx.insert(freezes).values({ id, userId, reason, frozenBy: operatorId, frozenAt: ctx.now() })
    await setStatus(ctx, tx, { userId, reason, from: 'active', to: 'frozen' })
    await notify(tx, ctx, [{ userId, kind: 'account.frozen', subject: id, data: { reason } }])
  })
  wakeUser(ctx.db, userId)
}

/** Whoever acts on a person has the duty and is somebody else; two who do wait for each other. */
export async function lockMember(
  tx: Tx,
  { operatorId, userId }: Pick<FreezeDecision, 'operatorId' | 'userId'>,
): Promise<'active' | 'frozen' | 'closed'> {
  await requireDuty(tx, operatorId, 'members.freeze')
  if (operatorId === userId) {
    throw new PosPayError('FORBIDDEN', { message: '내 계정은 다른 운영자만 정지하거나 풀 수 있어요.' })
  }
  if (!isId(userId)) throw new PosPayError('NOT_FOUND')
  const [user] = await tx
    .select({ status: users.status })
    .from(users)
    .where(eq(users.id, userId))
    .for('no key update')
  if (!user) throw new PosPayError('NOT_FOUND')
  return user.status
}

export async function setStatus(
  ctx: Ctx,
  tx: Tx,
  {
    userId,
    reason,
    from,
    to,
  }: { userId: string; reason: string; from: 'active' | 'frozen'; to: 'active' | 'frozen' },
): Promise<void> {
  await tx.update(users).set({ status: to }).where(eq(users.id, userId))
  await audit(ctx, tx, {
    action: to === 'frozen' ? 'member.frozen' : 'member.unfrozen',
    target: userId,
    reason,
    before: { status: from },
    after: { status: to },
  })
}
