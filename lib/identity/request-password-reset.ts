import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, ne } from 'drizzle-orm'
import { passwordResets, users } from '@/db/schema/identity'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { countAgainst } from '@/lib/policy/rate-limit'
import { addMs, MINUTE_MS, toKstIso } from '@/lib/time'

/** Time to find the mail; whoever finds it later asks again. */
const LIFE_MS = 30 * MINUTE_MS
const TOKEN_BYTES = 32
/** Longer than the work takes, so that the time of an answer does not tell whether somebody has the address. */
const ANSWER_AFTER_MS = 300

/** Mails a link to set a new password, if anybody has the address. Answers alike if nobody has. Throws RATE_LIMITED. */
export async function requestPasswordReset(ctx: Ctx, email: string): Promise<void> {
  await countAgainst(ctx, 'resetFromAddress', ctx.address ?? 'unknown')
  await countAgainst(ctx, 'reset', email)
  await Promise.all([issue(ctx, email), sleep(ANSWER_AFTER_MS)])
}

async function issue(ctx: Ctx, email: string): Promise<void> {
  const [user] = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), ne(users.status, 'closed')))
  if (!user) return
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const createdAt = ctx.now()
  const reset = { id: newId(), userId: user.id, createdAt, expiresAt: addMs(createdAt, LIFE_MS) }
  // The mail needs the token itself: encrypted there, and taken out once it was sent.
  const data = { sealedToken: ctx.sealer.seal(token), expiresAt: toKstIso(reset.expiresAt) }
  await withTx(ctx.db, async (tx) => {
    await tx.insert(passwordResets).values({ ...reset, tokenHash: hashToken(token) })
    await notify(tx, ctx, [{ userId: user.id, kind: 'password.reset', subject: reset.id, data }])
    await audit(ctx, tx, { action: 'password.reset_requested', target: user.id })
  })
}

/** A random token needs no slow hash: nobody guesses 256 bits. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
