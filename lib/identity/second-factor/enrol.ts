import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { secondFactors, sessions, users } from '@/db/schema/identity'
import { violatedConstraint } from '@/db/sql-state'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireFresh } from '@/lib/identity/fresh-login'
import { newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { countAgainst, forgetCount } from '@/lib/policy/rate-limit'
import { addMs, MINUTE_MS, toKstIso } from '@/lib/time'
import { hashRecoveryCode, newRecoveryCodes } from './recovery'
import { newKey, stepOf } from './totp'
import { wrongCode } from './wrong-code'

/** Time to find the phone; after it the page shows another key. */
const OFFER_MS = 15 * MINUTE_MS

const offerSchema = z.object({
  userId: z.string(),
  key: z.string(),
  recoveryCodes: z.array(z.string()),
  until: z.coerce.date(),
})

/** A key and recovery codes as nobody has them yet, and the same sealed, which comes back with the first code. */
export function offerSecondFactor({ sealer, now }: Ctx, userId: string) {
  const offer = { userId, key: newKey(), recoveryCodes: newRecoveryCodes(), until: addMs(now(), OFFER_MS) }
  return { ...offer, sealed: sealer.seal(JSON.stringify(offer)) }
}

type Enrolment = { userId: string; sessionId: string; offer: string; code: string }

/**
 * Takes the offered key as the operator's second factor, once a code shows that their app has it; this login has given
 * it by that. Throws INVALID_REQUEST for a wrong code or an old offer, STATE_CONFLICT where there is a second factor,
 * FORBIDDEN for those without a role, REAUTH_REQUIRED, RATE_LIMITED.
 */
export async function enrolSecondFactor(
  ctx: Ctx,
  { userId, sessionId, offer, code }: Enrolment,
): Promise<void> {
  await requireFresh(ctx, { userId, sessionId })
  await countAgainst(ctx, 'secondFactor', userId)
  const { key, recoveryCodes } = openOffer(ctx, userId, offer)
  const lastStep = stepOf(key, { code, now: ctx.now(), after: null })
  if (lastStep === null) throw wrongCode()
  const now = ctx.now()
  await withTx(ctx.db, async (tx) => {
    const [operator] = await tx.select({ roles: users.roles }).from(users).where(eq(users.id, userId))
    if (!operator?.roles.length) throw new PosPayError('FORBIDDEN')
    await tx.insert(secondFactors).values({
      userId,
      secretSealed: ctx.sealer.seal(key),
      recoveryHashes: recoveryCodes.map((each) => hashRecoveryCode(ctx.sealer, each)),
      lastStep,
      enrolledAt: now,
    })
    await tx.update(sessions).set({ secondFactorAt: now }).where(eq(sessions.id, sessionId))
    await notify(tx, ctx, [
      { userId, kind: 'second_factor.on', subject: newId(), data: { at: toKstIso(now) } },
    ])
    await audit(ctx, tx, { action: 'second_factor.enrolled', target: userId })
  }).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'second_factors_pkey') throw error
    throw new PosPayError('STATE_CONFLICT', { message: '이미 등록한 인증 앱이 있어요.' })
  })
  await forgetCount(ctx, 'secondFactor', userId)
}

function openOffer({ sealer, now }: Ctx, userId: string, sealed: string) {
  try {
    const offer = offerSchema.parse(JSON.parse(sealer.open(sealed)))
    if (offer.userId === userId && now() <= offer.until) return offer
  } catch {
    // Whatever it is, it is no offer of ours.
  }
  throw new PosPayError('INVALID_REQUEST', {
    message: '시간이 지났어요. 새로고침해서 새 QR 코드로 등록해 주세요.',
  })
}
