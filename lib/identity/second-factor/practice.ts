import { eq } from 'drizzle-orm'
import { secondFactors } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { codeOf, stepsAround } from './totp'

/** The key of the demo logins, for anybody to know; the seed alone enrols it. */
export const PRACTICE_KEY = 'POSPAYDEMOPOSPAYDEMOPOSPAYDEMOPO'

/**
 * The code that a demo login may enter now, on the clock that the product goes by; null once all that are good now have
 * been used. Undefined in production, and for anybody with a key of their own.
 */
export async function practiceCode(ctx: Ctx, userId: string): Promise<string | null | undefined> {
  if (env().APP_ENV === 'production') return undefined
  const [factor] = await ctx.db.select().from(secondFactors).where(eq(secondFactors.userId, userId))
  if (!factor || ctx.sealer.open(factor.secretSealed) !== PRACTICE_KEY) return undefined
  const step = stepsAround(ctx.now()).find((each) => each > factor.lastStep)
  return step === undefined ? null : codeOf(PRACTICE_KEY, step)
}
