import { eq, sql } from 'drizzle-orm'
import { adjustments } from '@/db/schema/adjustment'
import { DEBT_KINDS } from '@/db/schema/ledger'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { isId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'
import { adjustment, type Leg } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { lockBalance } from '@/lib/ledger/read'
import { wakeUser } from '@/lib/notification/wake'
import { requireCovered } from './covered'
import { toLegs } from './draft'
import { previewAdjustment } from './preview'

export type Decision = { operatorId: string; adjustmentId: string }

type Row = typeof adjustments.$inferSelect

/**
 * The second person puts their name to what was previewed, by its hash: exactly that is posted, or nothing. Throws
 * FORBIDDEN for who asked for it, for one's own money and without the duty, STATE_CONFLICT when it was decided or
 * the hash is of something else, and as the preview does when the balances no longer allow it.
 */
export async function approveAdjustment(
  ctx: Ctx,
  { hash, ...decision }: Decision & { hash: string },
): Promise<void> {
  const legs = await withTx(ctx.db, async (tx) => {
    const row = await lockPending(tx, decision)
    // One at a time: two that are covered one by one need not be together.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('adjustments'))`)
    if (row.hash !== hash) throw new PosPayError('STATE_CONFLICT')
    const legs = toLegs(row.legs)
    await lockWallets(tx, legs)
    const preview = await previewAdjustment(tx, { ...row, reverses: row.reverses ?? undefined })
    if (preview.hash !== hash) throw new Error(`adjustment ${row.id} is not what its hash says`)
    await post(
      tx,
      ctx,
      adjustment({
        type: row.type,
        adjustmentId: row.id,
        legs,
        reverses: row.reverses ?? undefined,
        occurredAt: ctx.now(),
      }),
    )
    await requireCovered(tx)
    await decide(ctx, tx, decision, { status: 'POSTED' })
    await audit(ctx, tx, { action: 'adjustment.approved', target: row.id, detail: { hash } })
    await failpoint('adjustment.1')
    return legs
  })
  await failpoint('adjustment.2')
  for (const leg of legs) if ('user' in leg) wakeUser(ctx.db, leg.user)
}

/** The second person refuses, and nothing moves. Throws as `approveAdjustment`. */
export async function rejectAdjustment(
  ctx: Ctx,
  { reason, ...decision }: Decision & { reason: string },
): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const row = await lockPending(tx, decision)
    await decide(ctx, tx, decision, { status: 'REJECTED', rejection: reason })
    await audit(ctx, tx, { action: 'adjustment.rejected', target: row.id, detail: { reason } })
  })
}

async function lockPending(tx: Tx, { operatorId, adjustmentId }: Decision): Promise<Row> {
  await requireDuty(tx, operatorId, 'adjustments.decide')
  if (!isId(adjustmentId)) throw new PosPayError('NOT_FOUND')
  const [row] = await tx.select().from(adjustments).where(eq(adjustments.id, adjustmentId)).for('update')
  if (!row) throw new PosPayError('NOT_FOUND')
  if (row.madeBy === operatorId) {
    throw new PosPayError('FORBIDDEN', { message: '내가 올린 조정은 다른 담당자가 승인해야 해요.' })
  }
  if (row.legs.some(({ user }) => user === operatorId)) {
    throw new PosPayError('FORBIDDEN', { message: '내 지갑의 금액은 조정할 수 없어요.' })
  }
  if (row.status !== 'PENDING') throw new PosPayError('STATE_CONFLICT')
  return row
}

/** Every wallet whose balance is judged, in the order in which the ledger locks them: debts last, else by user and kind. */
async function lockWallets(tx: Tx, legs: Leg[]): Promise<void> {
  const isDebt = (kind: string) => (DEBT_KINDS as readonly string[]).includes(kind)
  const wallets = legs.flatMap((leg) =>
    'user' in leg
      ? ([leg.account, 'balance', 'charge_debt'] as const).map((kind) => ({ user: leg.user, kind }))
      : [],
  )
  const ordered = new Map(
    wallets.map((wallet) => [`${isDebt(wallet.kind) ? 1 : 0} ${wallet.user} ${wallet.kind}`, wallet]),
  )
  for (const [, { user, kind }] of [...ordered].sort(([a], [b]) => (a < b ? -1 : 1)))
    await lockBalance(tx, user, kind)
}

async function decide(
  ctx: Ctx,
  tx: Tx,
  { operatorId, adjustmentId }: Decision,
  outcome: { status: 'POSTED' } | { status: 'REJECTED'; rejection: string },
): Promise<void> {
  await tx
    .update(adjustments)
    .set({ ...outcome, decidedBy: operatorId, decidedAt: ctx.now() })
    .where(eq(adjustments.id, adjustmentId))
}
