import { and, eq, isNull } from 'drizzle-orm'
import { passwordResets, users } from '@/db/schema/identity'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { toKstIso } from '@/lib/time'
import { endSessions } from './session'

type NewPassword = { userId: string; passwordHash: string }

/** Sets the password, ends every login, makes every open link to reset it void, and tells the user. */
export async function setPassword(ctx: Ctx, tx: Tx, { userId, passwordHash }: NewPassword): Promise<void> {
  const now = ctx.now()
  await tx.update(users).set({ passwordHash }).where(eq(users.id, userId))
  await endSessions(ctx, tx, userId)
  await tx
    .update(passwordResets)
    .set({ usedAt: now })
    .where(and(eq(passwordResets.userId, userId), isNull(passwordResets.usedAt)))
  await notify(tx, ctx, [{ userId, kind: 'password.changed', subject: newId(), data: { at: toKstIso(now) } }])
}
