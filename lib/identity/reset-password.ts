import { and, eq, gt, isNull } from 'drizzle-orm'
import { passwordResets, users } from '@/db/schema/identity'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { countAgainst, forgetCount } from '@/lib/policy/rate-limit'
import { hashPassword } from './password'
import { hashToken } from './request-password-reset'
import { setPassword } from './set-password'

type ResetPassword = { token: string; newPassword: string }

/**
 * Sets a new password by a link from the mail, which works once, and ends every login. Throws INVALID_REQUEST for a
 * link that is used, too old or none of ours, and RATE_LIMITED.
 */
export async function resetPassword(ctx: Ctx, { token, newPassword }: ResetPassword): Promise<void> {
  await countAgainst(ctx, 'loginFromAddress', ctx.address ?? 'unknown')
  if (!(await canReset(ctx, token))) throw over()
  const passwordHash = await hashPassword(newPassword)
  const userId = await withTx(ctx.db, async (tx) => {
    const [used] = await tx
      .update(passwordResets)
      .set({ usedAt: ctx.now() })
      .where(isGood(ctx, token))
      .returning({ userId: passwordResets.userId })
    if (!used) throw over()
    await setPassword(ctx, tx, { userId: used.userId, passwordHash })
    await audit(ctx, tx, { action: 'password.reset', target: used.userId, actor: `user:${used.userId}` })
    return used.userId
  })
  // Whoever locked themselves out with wrong passwords gets in with the new one.
  const [user] = await ctx.db.select({ email: users.email }).from(users).where(eq(users.id, userId))
  if (user?.email) await forgetCount(ctx, 'login', user.email)
}

/** Whether a link still works. */
export async function canReset(ctx: Ctx, token: string): Promise<boolean> {
  const [good] = await ctx.db.select({ id: passwordResets.id }).from(passwordResets).where(isGood(ctx, token))
  return good !== undefined
}

function isGood(ctx: Ctx, token: string) {
  return and(
    eq(passwordResets.tokenHash, hashToken(token)),
    isNull(passwordResets.usedAt),
    gt(passwordResets.expiresAt, ctx.now()),
  )
}

function over(): PosPayError {
  const message = '이미 썼거나 시간이 지난 링크예요. 비밀번호는 그대로예요. 메일을 다시 받아 주세요.'
  return new PosPayError('INVALID_REQUEST', { message })
}
