import { and, eq } from 'drizzle-orm'
import { sessions } from '@/db/schema/identity'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import type { Login } from './fresh-login'
import { isOwnPassword } from './own-password'

/** Makes the login fresh again. Throws UNAUTHENTICATED when the password is wrong, RATE_LIMITED. */
export async function confirmPassword(
  ctx: Ctx,
  { userId, sessionId, password }: Login & { password: string },
): Promise<void> {
  if (!(await isOwnPassword(ctx, userId, password))) {
    await audit(ctx, ctx.db, { action: 'login.not_confirmed', target: userId })
    const message = '비밀번호가 맞지 않아요.'
    throw new PosPayError('UNAUTHENTICATED', { message, fields: { password: message } })
  }
  await ctx.db
    .update(sessions)
    .set({ confirmedAt: ctx.now() })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
  await audit(ctx, ctx.db, { action: 'login.confirmed', target: userId })
}
