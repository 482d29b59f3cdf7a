import { eq } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { countAgainst, forgetCount } from '@/lib/policy/rate-limit'
import { verifyPassword } from './password'

type Credentials = { email: string; password: string }

export const WRONG_CREDENTIALS = '이메일이나 비밀번호가 맞지 않아요.'

/**
 * The user whose password this is. Throws UNAUTHENTICATED, the same for a wrong password and an unknown e-mail, or
 * RATE_LIMITED: after five errors nothing is tried for ten minutes, not even the right password.
 */
export async function checkCredentials(
  ctx: Ctx,
  { email, password }: Credentials,
): Promise<{ userId: string }> {
  await countAgainst(ctx, 'loginFromAddress', ctx.address ?? 'unknown')
  await countAgainst(ctx, 'login', email).catch(async (refusal: unknown) => {
    await audit(ctx, ctx.db, { action: 'login.locked' })
    throw refusal
  })
  const [user] = await ctx.db
    .select({ id: users.id, passwordHash: users.passwordHash, status: users.status })
    .from(users)
    .where(eq(users.email, email))
  const matches = await verifyPassword(user?.passwordHash ?? null, password)
  if (!user || !matches || user.status === 'closed') {
    await audit(ctx, ctx.db, { action: 'login.failed', target: user?.id })
    throw new PosPayError('UNAUTHENTICATED', { message: WRONG_CREDENTIALS })
  }
  await forgetCount(ctx, 'login', email)
  await audit(ctx, ctx.db, { action: 'login.succeeded', target: user.id, actor: `user:${user.id}` })
  return { userId: user.id }
}
