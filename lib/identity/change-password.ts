import { eq } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { countAgainst, forgetCount } from '@/lib/policy/rate-limit'
import { hashPassword, verifyPassword } from './password'
import { setPassword } from './set-password'

type ChangePassword = { userId: string; currentPassword: string; newPassword: string }

/** Changes the password and ends every login, this one too. Throws UNAUTHENTICATED when the present one is wrong, RATE_LIMITED. */
export async function changePassword(
  ctx: Ctx,
  { userId, currentPassword, newPassword }: ChangePassword,
): Promise<void> {
  await countAgainst(ctx, 'login', userId)
  const [user] = await ctx.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId))
  if (!(await verifyPassword(user?.passwordHash ?? null, currentPassword))) {
    const message = '지금 쓰는 비밀번호가 맞지 않아요.'
    throw new PosPayError('UNAUTHENTICATED', { message, fields: { currentPassword: message } })
  }
  await forgetCount(ctx, 'login', userId)
  const passwordHash = await hashPassword(newPassword)
  await withTx(ctx.db, async (tx) => {
    await setPassword(ctx, tx, { userId, passwordHash })
    await audit(ctx, tx, { action: 'password.changed', target: userId })
  })
}
