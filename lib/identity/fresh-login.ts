import { and, eq } from 'drizzle-orm'
import { sessions } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { addMs, laterOf, MINUTE_MS } from '@/lib/time'

/** How long a password that was typed lets its user do what only they may. */
const FRESH_MS = 5 * MINUTE_MS

export type Login = { userId: string; sessionId: string }

/** Whether the password was typed in this login a short while ago. */
export async function isFresh(ctx: Ctx, { userId, sessionId }: Login): Promise<boolean> {
  const [session] = await ctx.db
    .select({ createdAt: sessions.createdAt, confirmedAt: sessions.confirmedAt })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
  if (!session) return false
  const typedAt = session.confirmedAt ? laterOf(session.createdAt, session.confirmedAt) : session.createdAt
  return ctx.now() <= addMs(typedAt, FRESH_MS)
}

/** Throws REAUTH_REQUIRED unless the password was typed in this login a short while ago. */
export async function requireFresh(ctx: Ctx, login: Login): Promise<void> {
  if (!(await isFresh(ctx, login))) throw new PosPayError('REAUTH_REQUIRED')
}
