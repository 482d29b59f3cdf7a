import { eq, sql } from 'drizzle-orm'
import { notifications } from '@/db/schema/notification'
import { startSession } from '@/lib/identity/session'
import { enrolSecondFactor, offerSecondFactor } from '@/lib/identity/second-factor/enrol'
import { codeOf, stepAt } from '@/lib/identity/second-factor/totp'
import { signUp } from '@/lib/identity/sign-up'
import { newId } from '@/lib/ids'
import { FIRST_VERSIONS } from '@/lib/terms/first-versions'
import { newPlace, plantHeld, richRenter } from '../booking/support'
import { newRenter, type Scene } from '../support/scene'
import { newOperator, request, richOwner } from '../withdrawal/support'

export const PASSWORD = 'correct horse 배터리 staple'
export const CONSENTS = FIRST_VERSIONS

/** Somebody who logs in with a password. */
export async function newMember({ ctx }: Scene): Promise<{ userId: string; email: string }> {
  const email = `${newId()}@example.com`
  await signUp(ctx, { email, name: '김하늘', password: PASSWORD, ...CONSENTS })
  const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from users where email = ${email}`)
  return { userId: rows[0]!.id, email }
}

/** An operator with an authenticator app. */
export async function enrolled(scene: Scene): Promise<{ userId: string; recoveryCode: string }> {
  const { ctx } = scene
  const userId = await newOperator(scene, 'viewer')
  const { key, sealed, recoveryCodes } = offerSecondFactor(ctx, userId)
  const { id: sessionId } = await startSession(ctx, { userId, channel: 'web' })
  await enrolSecondFactor(ctx, { userId, sessionId, offer: sealed, code: codeOf(key, stepAt(ctx.now())) })
  return { userId, recoveryCode: recoveryCodes[0]! }
}

/** Somebody with this much, who has an hour of a place held for 20,000 won. */
export async function held(scene: Scene, amount: bigint, renter?: string) {
  const place = await newPlace(scene)
  const renterId = renter ?? (await richRenter(scene, amount))
  const { id } = await plantHeld(scene, { ...place, renterId, price: 20_000n, days: 3, hour: 10 })
  return { ...place, userId: renterId, bookingId: id }
}

/** A withdrawal that waits for operators. */
export async function waiting(scene: Scene): Promise<{ userId: string; withdrawalId: string }> {
  const { userId } = await richOwner(scene, 1_350_000n)
  return { userId, withdrawalId: (await request(scene, userId, 1_200_000n)).id }
}

/** The token of the link that was last mailed to somebody. */
export async function mailedToken({ ctx }: Scene, userId: string): Promise<string> {
  const [notice] = await ctx.db.select().from(notifications).where(eq(notifications.userId, userId))
  return ctx.sealer.open(notice!.data.sealedToken!)
}

export const newUser = async (scene: Scene) => (await newRenter(scene)).userId
