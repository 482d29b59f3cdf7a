import { and, eq } from 'drizzle-orm'
import { secondFactors, sessions } from '@/db/schema/identity'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { countAgainst, forgetCount } from '@/lib/policy/rate-limit'
import { toKstIso } from '@/lib/time'
import { hashRecoveryCode } from './recovery'
import { stepOf } from './totp'
import { wrongCode } from './wrong-code'

type Entry = { userId: string; sessionId: string; code: string }

/**
 * Gives a login its second factor: a code of the app or a recovery code, each good once. Throws INVALID_REQUEST for any
 * other, RATE_LIMITED: after five errors nothing is tried for ten minutes.
 */
export async function enterSecondFactor(ctx: Ctx, { userId, sessionId, code }: Entry): Promise<void> {
  await countAgainst(ctx, 'secondFactor', userId)
  const given = await withTx(ctx.db, async (tx) => {
    const by = await use(ctx, tx, userId, code.replace(/\s/g, ''))
    if (by) {
      await tx
        .update(sessions)
        .set({ secondFactorAt: ctx.now() })
        .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    }
    const action = by ? 'second_factor.given' : 'second_factor.refused'
    await audit(ctx, tx, { action, target: userId, detail: by ? { by } : undefined })
    return by !== null
  })
  if (!given) throw wrongCode()
  await forgetCount(ctx, 'secondFactor', userId)
}

/** Uses a code up, under the row's lock, and says what it was. */
async function use(ctx: Ctx, tx: Tx, userId: string, code: string): Promise<'app' | 'recovery' | null> {
  const [factor] = await tx.select().from(secondFactors).where(eq(secondFactors.userId, userId)).for('update')
  if (!factor) return null
  const mine = eq(secondFactors.userId, userId)
  const now = ctx.now()
  const lastStep = stepOf(ctx.sealer.open(factor.secretSealed), { code, now, after: factor.lastStep })
  if (lastStep !== null) {
    await tx.update(secondFactors).set({ lastStep }).where(mine)
    return 'app'
  }
  const used = hashRecoveryCode(ctx.sealer, code)
  if (!factor.recoveryHashes.includes(used)) return null
  const recoveryHashes = factor.recoveryHashes.filter((hash) => hash !== used)
  await tx.update(secondFactors).set({ recoveryHashes }).where(mine)
  const data = { at: toKstIso(now), left: String(recoveryHashes.length) }
  await notify(tx, ctx, [{ userId, kind: 'second_factor.recovered', subject: newId(), data }])
  return 'recovery'
}
