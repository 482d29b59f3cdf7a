import { and, eq } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { alarm } from '@/lib/log'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { bounded } from '@/lib/patience'
import { nextCheckAt } from '@/lib/policy/back-off'
import { addMs, SECOND_MS } from '@/lib/time'
import { intendCall, sendCall } from '@/lib/toss/calls'
import { isDeadKey } from '@/lib/toss/codes'
import { cardLabel, lockOpen, type AutoTopUpRow } from './auto-topup'

/** The job leaves the key alone for as long as the request should take. */
const FIRST_CHECK_MS = 10 * SECOND_MS

/**
 * Turns the automatic top-up off, at once and whatever Toss says: from here on no request leaves that could take money
 * by it. A run that Toss already has ends as Toss ends it. The key is deleted there now, or by the job. Off already is
 * as good.
 */
export async function turnOffAutoTopUp(ctx: Ctx, userId: string): Promise<void> {
  const off = await withTx(ctx.db, async (tx) => {
    const row = await lockOpen(tx, userId)
    const now = ctx.now()
    const [changed] = await tx
      .update(autoTopUps)
      .set({
        state: 'OFF',
        offAt: now,
        pauseReason: null,
        // A card whose registration is under way is looked after until it is known, and then deleted.
        nextCheckAt: row.billingKeySealed ? addMs(now, FIRST_CHECK_MS) : row.nextCheckAt,
        checks: 0,
        updatedAt: now,
      })
      .where(eq(autoTopUps.id, row.id))
      .returning()
    await audit(ctx, tx, { action: 'auto_topup.off', target: row.id })
    if (row.turnedOnAt) {
      const data = { card: cardLabel(row) }
      await notify(tx, ctx, [{ userId, kind: 'auto_topup.off', subject: row.id, data }])
    }
    return changed!
  }).catch((error: unknown) => {
    if (error instanceof PosPayError && error.code === 'STATE_CONFLICT') return null
    throw error
  })
  await failpoint('off.1')
  if (off?.billingKeySealed) await bounded(removeKey(ctx, off), { autoTopUpId: off.id })
  wakeUser(ctx.db, userId)
}

/** Has Toss forget the card; a key that it does not know (any more) is as good as deleted. */
export async function removeKey(ctx: Ctx, row: AutoTopUpRow): Promise<void> {
  const { billing, sealer } = ctx
  if (!billing) throw new Error('TOSS_SECRET_KEY is not set, and there is a key to be deleted')
  const billingKey = sealer.open(row.billingKeySealed!)
  const call = { autoTopUpId: row.id, operation: 'remove', idempotencyKey: null, asks: [row.id] } as const
  const intent = await intendCall(ctx, ctx.db, call)
  const answer = await sendCall(ctx, intent, async () => {
    const pending = billing.remove(billingKey)
    await failpoint('off.2')
    return pending
  })
  await failpoint('off.3')
  const gone = answer.kind === 'removed' || (answer.kind === 'error' && isDeadKey(answer.code))
  if (!gone && answer.kind === 'error')
    alarm('auto_topup.key_stays', { autoTopUpId: row.id, code: answer.code })
  const now = ctx.now()
  await ctx.db
    .update(autoTopUps)
    .set(
      gone
        ? { billingKeySealed: null, nextCheckAt: null, updatedAt: now }
        : { nextCheckAt: nextCheckAt(now, row.checks), updatedAt: now },
    )
    .where(and(eq(autoTopUps.id, row.id), eq(autoTopUps.state, 'OFF')))
  await failpoint('off.4')
}
