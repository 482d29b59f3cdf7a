import { eq } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'
import { countAgainst, forgetCount } from '@/lib/policy/rate-limit'
import { verifyPassword } from './password'

/** Whether a logged-in user has typed their own password. Errors count as those of a login do: throws RATE_LIMITED. */
export async function isOwnPassword(ctx: Ctx, userId: string, password: string): Promise<boolean> {
  await countAgainst(ctx, 'login', userId)
  const matches = await verifyPassword(await passwordHashOf(ctx, userId), password)
  if (matches) await forgetCount(ctx, 'login', userId)
  return matches
}

/** Whether the user has a password to type; those who came through Kakao or Naver have none. */
export async function hasPassword(ctx: Pick<Ctx, 'db'>, userId: string): Promise<boolean> {
  return (await passwordHashOf(ctx, userId)) !== null
}

async function passwordHashOf({ db }: Pick<Ctx, 'db'>, userId: string): Promise<string | null> {
  const [user] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId))
  return user?.passwordHash ?? null
}
