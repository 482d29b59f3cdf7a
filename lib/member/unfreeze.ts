import { and, eq, isNull } from 'drizzle-orm'
import { freezes } from '@/db/schema/identity'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { lockBalance } from '@/lib/ledger/read'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { readSetting } from '@/lib/settings/read-setting'
import { lockMember, setStatus, type FreezeDecision } from './freeze'

type Row = typeof freezes.$inferSelect

/**
 * Lets a frozen person go on. With more in their wallets than the setting says, it only asks: another operator has to
 * agree. Answers which of the two it was. Throws FORBIDDEN, also for oneself, and STATE_CONFLICT when they are not
 * frozen or somebody has asked already.
 */
export async function unfreezeMember(
  ctx: Ctx,
  { operatorId, userId, reason }: FreezeDecision,
): Promise<'unfrozen' | 'asked'> {
  const done = await withTx(ctx.db, async (tx) => {
    const row = await lockFreeze(tx, { operatorId, userId })
    if (row.liftAskedBy) throw new PosPayError('STATE_CONFLICT')
    await tx
      .update(freezes)
      .set({ liftReason: reason, liftAskedBy: operatorId, liftAskedAt: ctx.now() })
      .where(eq(freezes.id, row.id))
    const { held, secondAbove } = await readHeld(ctx, tx, userId)
    if (held <= secondAbove) {
      await lift(ctx, tx, row, { operatorId, reason, held, secondAbove })
      return 'unfrozen'
    }
    await audit(ctx, tx, {
      action: 'member.unfreeze_asked',
      target: userId,
      reason,
      detail: { held: String(held) },
    })
    return 'asked'
  })
  wakeUser(ctx.db, userId)
  return done
}

/** The second person agrees. Throws as `unfreezeMember`, FORBIDDEN for who asked, STATE_CONFLICT when nobody did. */
export async function agreeToUnfreeze(
  ctx: Ctx,
  { operatorId, userId }: Omit<FreezeDecision, 'reason'>,
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const row = await lockAsked(tx, { operatorId, userId })
    if (row.liftAskedBy === operatorId) {
      throw new PosPayError('FORBIDDEN', { message: '내가 요청한 정지 해제는 다른 운영자가 확인해야 해요.' })
    }
    await lift(ctx, tx, row, { operatorId, reason: row.liftReason!, ...(await readHeld(ctx, tx, userId)) })
  })
  wakeUser(ctx.db, userId)
}

/** Somebody refuses, or whoever asked takes it back: it stays frozen. Throws as `agreeToUnfreeze`, but for who asked. */
export async function refuseUnfreeze(
  ctx: Ctx,
  { operatorId, userId, reason }: FreezeDecision,
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const row = await lockAsked(tx, { operatorId, userId })
    await tx
      .update(freezes)
      .set({ liftReason: null, liftAskedBy: null, liftAskedAt: null })
      .where(eq(freezes.id, row.id))
    const before = { askedBy: row.liftAskedBy, reason: row.liftReason }
    await audit(ctx, tx, { action: 'member.unfreeze_refused', target: userId, reason, before })
  })
}

async function lockFreeze(tx: Tx, who: Omit<FreezeDecision, 'reason'>): Promise<Row> {
  await lockMember(tx, who)
  const [row] = await tx
    .select()
    .from(freezes)
    .where(and(eq(freezes.userId, who.userId), isNull(freezes.liftedAt)))
    .for('update')
  if (!row) throw new PosPayError('STATE_CONFLICT')
  return row
}

async function lockAsked(tx: Tx, who: Omit<FreezeDecision, 'reason'>): Promise<Row> {
  const row = await lockFreeze(tx, who)
  if (!row.liftAskedBy) throw new PosPayError('STATE_CONFLICT')
  return row
}

/** What is in their wallets, kept as it is until the tx ends, and above how much two people are needed. */
async function readHeld(ctx: Ctx, tx: Tx, userId: string): Promise<{ held: bigint; secondAbove: bigint }> {
  const { secondAbove } = await readSetting(ctx, 'freeze', tx)
  let held = 0n
  // In the order in which the ledger locks them.
  for (const kind of ['balance', 'pending', 'withdrawable'] as const)
    held += await lockBalance(tx, userId, kind)
  return { held, secondAbove }
}

async function lift(
  ctx: Ctx,
  tx: Tx,
  { id, userId }: Row,
  {
    operatorId,
    reason,
    held,
    secondAbove,
  }: { operatorId: string; reason: string; held: bigint; secondAbove: bigint },
): Promise<void> {
  await tx
    .update(freezes)
    .set({ liftedBy: operatorId, liftedAt: ctx.now(), held, secondAbove })
    .where(eq(freezes.id, id))
  await setStatus(ctx, tx, { userId, reason, from: 'frozen', to: 'active' })
  await notify(tx, ctx, [{ userId, kind: 'account.unfrozen', subject: id, data: {} }])
}
