import { eq } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { users, type OPERATOR_ROLES } from '@/db/schema/identity'
import { bankAccounts, withdrawals, withholdingProfiles, type WithholdingKind } from '@/db/schema/withdrawal'
import { payBooking } from '@/lib/booking/pay'
import { newId } from '@/lib/ids'
import { startSession } from '@/lib/identity/session'
import { addMs, MINUTE_MS } from '@/lib/time'
import { registerAccount } from '@/lib/withdrawal/register-account'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { sendDue } from '@/lib/withdrawal/send-due'
import { verifyAccount } from '@/lib/withdrawal/verify-account'
import type { WithdrawalRow } from '@/lib/withdrawal/withdrawal'
import { newKey, newPlace, plantHeld, richRenter, type Place } from '../booking/support'
import { newRenter, type Scene } from '../support/scene'

export { newKey }

/** Endings of account numbers that do not behave at the simulated bank. */
export const ENDING = { differs: '9001', none: '9002', fails: '9003', returns: '9004', stuck: '9005' }

/** A bank account as its holder types it; each its own, but for the ending that the bank goes by. */
export const accountOf = (ending: string) => ({
  bankCode: '90',
  accountNumber: `${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}${ending}`,
  holderName: '김하늘',
})

export async function freshLogin({ ctx }: Pick<Scene, 'ctx'>, userId: string): Promise<string> {
  return (await startSession(ctx, { userId, channel: 'web' })).id
}

/** The code that came with the 1 won for an account. */
export async function codeOf({ toss }: Pick<Scene, 'toss'>, accountId: string): Promise<string> {
  return (await toss.transfers()).find(({ reference }) => reference === accountId)!.code!
}

/** Registers and verifies an account whose number ends so, as its owner would. */
export async function haveAccount(scene: Scene, userId: string, ending = '1234'): Promise<void> {
  const sessionId = await freshLogin(scene, userId)
  // From a place of its own: what one address may look up is another test's matter.
  const ctx = { ...scene.ctx, address: userId }
  const { accountId } = await registerAccount(ctx, { userId, sessionId, account: accountOf(ending) })
  await verifyAccount(scene.ctx, { userId, sessionId, code: await codeOf(scene, accountId) })
}

/** An account that is verified already: how it came to be is another test's matter. */
export async function plantAccount(
  { ctx: { db, sealer, now } }: Pick<Scene, 'ctx'>,
  userId: string,
  ending = '1234',
): Promise<void> {
  const { bankCode, accountNumber, holderName } = accountOf(ending)
  const at = now()
  await db.insert(bankAccounts).values({
    id: newId(),
    ...{ userId, state: 'VERIFIED', bankCode, holderName, tail: ending },
    numberSealed: sealer.seal(accountNumber),
    fingerprint: sealer.fingerprint(accountNumber),
    codeHash: '',
    triesLeft: 3,
    codeExpiresAt: at,
    requestedAt: at,
    verifiedAt: at,
    usableFrom: at,
  })
}

/** Withdrawals of theirs are taxed as this since long ago: how that is said is another test's matter. */
export async function plantWithholding(
  scene: Pick<Scene, 'ctx'>,
  userId: string,
  kind: WithholdingKind,
): Promise<void> {
  const { db } = scene.ctx
  const { userId: setBy } = await newRenter(scene)
  const [effectiveFrom, setAt] = ['2020-01-01', new Date('2020-01-01T00:00:00+09:00')]
  await db.insert(withholdingProfiles).values({ id: newId(), userId, kind, effectiveFrom, setBy, setAt })
}

let hour = 0

/** Somebody pays for a place of the owner's: net of the 10 % fee it is theirs, at once unless `releaseAt` is given. */
export async function earn(scene: Scene, place: Place, price: bigint, releaseAt?: Date): Promise<void> {
  const renterId = await richRenter(scene, price)
  const { id } = await plantHeld(scene, {
    ...place,
    renterId,
    price,
    days: 1 + Math.floor(++hour / 20),
    hour: hour % 20,
  })
  if (releaseAt) await scene.ctx.db.update(bookings).set({ releaseAt }).where(eq(bookings.id, id))
  await payBooking(scene.ctx, { renterId, bookingId: id, key: newKey() })
}

export type Owner = { userId: string; place: Place }

/** An owner with a verified account and these earnings. Prices end in 0, so that the tenth is whole. */
export async function richOwner(scene: Scene, earnings: bigint, ending = '1234'): Promise<Owner> {
  const place = await newPlace(scene)
  const userId = place.ownerId
  if (earnings > 0n) await earn(scene, place, (earnings * 10n) / 9n)
  await haveAccount(scene, userId, ending)
  return { userId, place }
}

export async function request(
  scene: Scene,
  userId: string,
  amount: bigint,
  key = newKey(),
): Promise<WithdrawalRow> {
  return (await requestWithdrawal(scene.ctx, { userId, amount, key })).withdrawal
}

/** The worker's turns, the clock moved on between them, until nothing changes soon. */
export async function settled(scene: Scene, id: string): Promise<WithdrawalRow> {
  for (let turn = 0; turn < 12; turn++) {
    await sendDue(scene.ctx)
    const row = await rowOf(scene, id)
    if (!['APPROVED', 'SENDING'].includes(row.status)) return row
    await scene.toss.advance(MINUTE_MS / 2)
  }
  return rowOf(scene, id)
}

export async function rowOf({ ctx }: Pick<Scene, 'ctx'>, id: string): Promise<WithdrawalRow> {
  const [row] = await ctx.db.select().from(withdrawals).where(eq(withdrawals.id, id))
  return row!
}

/** Lets the job look at it now, whatever its back-off says. */
export async function dueNow({ ctx }: Pick<Scene, 'ctx'>, id: string): Promise<void> {
  await ctx.db
    .update(withdrawals)
    .set({ nextCheckAt: addMs(ctx.now(), -1) })
    .where(eq(withdrawals.id, id))
}

export async function newOperator(
  scene: Scene,
  ...roles: (typeof OPERATOR_ROLES)[number][]
): Promise<string> {
  const { userId } = await newRenter(scene)
  await scene.ctx.db.update(users).set({ roles }).where(eq(users.id, userId))
  return userId
}

/** Won that has left for an account in transfers of withdrawals. */
export async function paidOut({ toss }: Pick<Scene, 'toss'>, reference: string): Promise<number[]> {
  const transfers = await toss.transfers()
  return transfers
    .filter((transfer) => transfer.reference === reference && transfer.status === 'COMPLETED')
    .map(({ amount }) => amount)
}
