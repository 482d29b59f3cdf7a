import { and, eq } from 'drizzle-orm'
import { sessions, users } from '@/db/schema/identity'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { countAgainst, forgetCount } from '@/lib/policy/rate-limit'
import { addMs, laterOf, MINUTE_MS } from '@/lib/time'
import { verifyPassword } from './password'

/** How long a password that was typed lets its user do what only they may. */
const FRESH_MS = 5 * MINUTE_MS

type Login = { userId: string; sessionId: string }

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

/** Whether the user has a password to type; those who came through Kakao or Naver have none. */
export async function hasPassword({ db }: Pick<Ctx, 'db'>, userId: string): Promise<boolean> {
  const [user] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId))
  return user?.passwordHash != null
}

/** Throws REAUTH_REQUIRED unless the password was typed in this login a short while ago. */
export async function requireFresh(ctx: Ctx, login: Login): Promise<void> {
  if (!(await isFresh(ctx, login))) throw new PosPayError('REAUTH_REQUIRED')
}

/** Makes the login fresh again. Throws UNAUTHENTICATED when the password is wrong, RATE_LIMITED. */
export async function confirmPassword(
  ctx: Ctx,
  { userId, sessionId, password }: Login & { password: string },
): Promise<void> {
  await countAgainst(ctx, 'login', userId)
  const [user] = await ctx.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId))
  if (!(await verifyPassword(user?.passwordHash ?? null, password))) {
    await audit(ctx, ctx.db, { action: 'login.not_confirmed', target: userId })
    const message = '비밀번호가 맞지 않아요.'
    throw new PosPayError('UNAUTHENTICATED', { message, fields: { password: message } })
  }
  await forgetCount(ctx, 'login', userId)
  await ctx.db
    .update(sessions)
    .set({ confirmedAt: ctx.now() })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
  await audit(ctx, ctx.db, { action: 'login.confirmed', target: userId })
}
