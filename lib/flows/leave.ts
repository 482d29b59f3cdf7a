import { eq, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { passwordResets, secondFactors, socialLogins, users } from '@/db/schema/identity'
import type { WalletKind } from '@/db/schema/ledger'
import { leavers } from '@/db/schema/terms'
import { bankAccounts, withdrawalSchedules } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { requireFresh } from '@/lib/identity/fresh-login'
import { frozenRefusal } from '@/lib/identity/require-active'
import { endSessions } from '@/lib/identity/session'

/** What there is nobody to do for once somebody has left. */
export const OBSTACLES = [
  'balance',
  'pending',
  'withdrawable',
  'charge_debt',
  'earnings_debt',
  'charges',
  'refunds',
  'withdrawals',
  'bookings',
  'owner_bookings',
  'auto_topup',
  'spaces',
  'operator',
] as const

export type Obstacle = {
  kind: (typeof OBSTACLES)[number]
  /** Won for money, else how many. */
  amount: bigint
}

/** What stands between somebody and leaving, in the order of `OBSTACLES`; nothing when they may go. */
export async function listObstacles(
  { db, now }: { db: NodePgDatabase; now(): Date },
  userId: string,
): Promise<Obstacle[]> {
  const wallet = (kind: WalletKind) =>
    sql`(select abs(balance) from wallets where user_id = ${userId}::uuid and kind = ${kind})`
  const { rows } = await db.execute<Record<Obstacle['kind'], string>>(sql`select
    ${wallet('balance')} as balance, ${wallet('pending')} as pending, ${wallet('withdrawable')} as withdrawable,
    ${wallet('charge_debt')} as charge_debt, ${wallet('earnings_debt')} as earnings_debt,
    (select count(*) from orders where user_id = ${userId}::uuid
      and (status in ('CONFIRMING', 'WAITING_FOR_DEPOSIT', 'NEEDS_REVIEW')
        or status = 'READY' and expires_at > ${now().toISOString()}::timestamptz)) as charges,
    (select count(*) from charge_refunds where user_id = ${userId}::uuid
      and status in ('REFUNDING', 'NEEDS_REVIEW')) as refunds,
    (select count(*) from withdrawals where user_id = ${userId}::uuid
      and status in ('REQUESTED', 'APPROVED', 'SENDING')) as withdrawals,
    (select count(*) from bookings where renter_id = ${userId}::uuid
      and status in ('REQUESTED', 'HELD', 'CONFIRMED')) as bookings,
    (select count(*) from bookings where owner_id = ${userId}::uuid
      and status in ('REQUESTED', 'HELD', 'CONFIRMED')) as owner_bookings,
    (select count(*) from auto_topups where user_id = ${userId}::uuid and state <> 'OFF') as auto_topup,
    (select count(*) from spaces where owner_id = ${userId}::uuid and status = 'open') as spaces,
    (select cardinality(roles) from users where id = ${userId}::uuid) as operator`)
  return OBSTACLES.map((kind) => ({ kind, amount: BigInt(rows[0]![kind] ?? 0) })).filter(
    ({ amount }) => amount > 0n,
  )
}

/** What is shown where a name was. */
const NAMELESS = '탈퇴한 회원'

type Leave = { userId: string; sessionId: string }

/**
 * Closes an account for good. Who it was is kept apart, sealed, for as long as the law has it kept; the book stays and
 * names nobody; the e-mail is free again. Throws STATE_CONFLICT while anything stands in the way, REAUTH_REQUIRED.
 */
export async function leave(ctx: Ctx, { userId, sessionId }: Leave): Promise<void> {
  await requireFresh(ctx, { userId, sessionId })
  await withTx(ctx.db, async (tx) => {
    // Whatever moves this person's money waits for this or is seen below.
    await tx.execute(
      sql`select from lock_wallets(${userId}::uuid, array['balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt'])`,
    )
    const [user] = await tx.select().from(users).where(eq(users.id, userId)).for('update')
    if (user?.status === 'frozen') throw await frozenRefusal(tx, userId)
    if (user?.status !== 'active') return
    if ((await listObstacles({ db: tx, now: ctx.now }, userId)).length > 0) {
      throw new PosPayError('STATE_CONFLICT', {
        message: '아직 정리할 것이 남아 있어요. 새로고침해서 확인해 주세요.',
      })
    }
    await keepApart(ctx, tx, user)
    await tx
      .update(users)
      .set({ status: 'closed', email: null, name: NAMELESS, passwordHash: null })
      .where(eq(users.id, userId))
    await endSessions(ctx, tx, userId)
    await audit(ctx, tx, { action: 'user.left', target: userId })
    await failpoint('leave.1')
  })
  await failpoint('leave.2')
}

async function keepApart(ctx: Ctx, tx: Tx, { id, name, email }: typeof users.$inferSelect): Promise<void> {
  const logins = await tx.delete(socialLogins).where(eq(socialLogins.userId, id)).returning()
  const social = logins.map(({ provider, providerAccountId }) => ({ provider, providerAccountId }))
  await tx.insert(leavers).values({
    userId: id,
    personSealed: ctx.sealer.seal(JSON.stringify({ name, email, social })),
    leftAt: ctx.now(),
  })
  await tx.delete(secondFactors).where(eq(secondFactors.userId, id))
  await tx.delete(passwordResets).where(eq(passwordResets.userId, id))
  await tx
    .update(bankAccounts)
    .set({ state: 'CLOSED', closedAt: ctx.now() })
    .where(sql`${bankAccounts.userId} = ${id} and ${bankAccounts.state} <> 'CLOSED'`)
  await tx
    .update(withdrawalSchedules)
    .set({ cadence: null, day: null, dueOn: null, updatedAt: ctx.now() })
    .where(eq(withdrawalSchedules.userId, id))
}
