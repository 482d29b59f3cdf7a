import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isOwnPassword } from './own-password'
import { hashPassword } from './password'
import { setPassword } from './set-password'

type ChangePassword = { userId: string; currentPassword: string; newPassword: string }

/** Changes the password and ends every login, this one too. Throws UNAUTHENTICATED when the present one is wrong, RATE_LIMITED. */
export async function changePassword(
  ctx: Ctx,
  { userId, currentPassword, newPassword }: ChangePassword,
): Promise<void> {
  if (!(await isOwnPassword(ctx, userId, currentPassword))) {
    const message = '지금 쓰는 비밀번호가 맞지 않아요.'
    throw new PosPayError('UNAUTHENTICATED', { message, fields: { currentPassword: message } })
  }
  const passwordHash = await hashPassword(newPassword)
  await withTx(ctx.db, async (tx) => {
    await setPassword(ctx, tx, { userId, passwordHash })
    await audit(ctx, tx, { action: 'password.changed', target: userId })
  })
}
