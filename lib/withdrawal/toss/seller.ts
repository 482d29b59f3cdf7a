import { and, eq, ne, type InferSelectModel } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { payouts, sellers } from '@/db/schema/payout'
import { withdrawals } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import type { TransferState } from '@/lib/bank/bank'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { addMs, MINUTE_MS } from '@/lib/time'
import { mayBePaid } from '@/lib/toss/payout'
import type { PayoutClient } from '@/lib/toss/payouts'
import type { WithdrawalRow } from '../withdrawal'
import { askSeller, lookAtSeller } from './seller-calls'

export type SellerRow = InferSelectModel<typeof sellers>

/** What Toss wants of an owner comes in by its message; this is for one that is lost. */
const HELD_EVERY_MS = 30 * MINUTE_MS
/** Until what is on its way to another account of the owner's has arrived. */
const TURN_EVERY_MS = MINUTE_MS

export async function readSeller(db: NodePgDatabase, userId: string): Promise<SellerRow | null> {
  const [row] = await db.select().from(sellers).where(eq(sellers.userId, userId))
  return row ?? null
}

export async function lockSeller(tx: Tx, userId: string): Promise<SellerRow | null> {
  const [row] = await tx.select().from(sellers).where(eq(sellers.userId, userId)).for('update')
  return row ?? null
}

/** The owner's seller, once it may be paid and holds the account that the withdrawal goes to; else why it does not. */
export async function readySeller(
  ctx: Ctx,
  toss: PayoutClient,
  withdrawal: WithdrawalRow,
): Promise<
  { kind: 'ready' } | Exclude<TransferState, { kind: 'accepted' | 'completed' | 'returned' | 'none' }>
> {
  const known = await readSeller(ctx.db, withdrawal.userId)
  if (!known) return held(ctx, 'payee')
  // Whatever was asked before and not answered comes first, so that no two changes can overtake each other.
  const now = known.state === 'ASKING' ? await askSeller(ctx, toss, known) : await upToDate(ctx, toss, known)
  if (now.state === 'ASKING') return { kind: 'unknown', code: 'seller' }
  if (now.status && !mayBePaid({ status: now.status })) return whyNot(ctx, now)
  if (now.state === 'HOLDING' && now.bankAccountId === withdrawal.bankAccountId) return { kind: 'ready' }

  const asking = await beginRevision(ctx, withdrawal)
  if (!asking) return held(ctx, 'turn', TURN_EVERY_MS)
  await failpoint('seller.1')
  const asked = await askSeller(ctx, toss, asking)
  if (asked.state === 'REFUSED') return { kind: 'failed', transferId: null, code: asked.failureCode! }
  if (asked.state === 'ASKING') return { kind: 'unknown', code: 'seller' }
  return mayBePaid({ status: asked.status! }) ? { kind: 'ready' } : whyNot(ctx, asked)
}

/** Why a seller may not be paid, in the words of who has to act. */
export function whyNot(ctx: Ctx, { status }: Pick<SellerRow, 'status'>) {
  return held(ctx, status === 'APPROVAL_REQUIRED' ? 'identity' : 'kyc')
}

function held(ctx: Ctx, reason: 'payee' | 'identity' | 'kyc' | 'turn', afterMs = HELD_EVERY_MS) {
  return { kind: 'held' as const, reason, again: addMs(ctx.now(), afterMs) }
}

async function upToDate(ctx: Ctx, toss: PayoutClient, row: SellerRow): Promise<SellerRow> {
  return row.status && !mayBePaid({ status: row.status })
    ? ((await lookAtSeller(ctx, toss, row)) ?? row)
    : row
}

/**
 * Says that Toss will be asked to give the seller the withdrawal's account. Not while anything of the owner's is on its
 * way under another: where to a payout goes when its seller changes is nowhere said. Null then.
 */
function beginRevision(ctx: Ctx, { id, userId, bankAccountId }: WithdrawalRow): Promise<SellerRow | null> {
  return withTx(ctx.db, async (tx) => {
    const seller = await lockSeller(tx, userId)
    const [another] = await tx
      .select({ id: withdrawals.id })
      .from(payouts)
      .innerJoin(withdrawals, eq(withdrawals.id, payouts.withdrawalId))
      .where(and(eq(payouts.userId, userId), eq(withdrawals.status, 'SENDING'), ne(withdrawals.id, id)))
      .limit(1)
    if (another || seller!.state === 'ASKING') return null
    if (seller!.state === 'HOLDING' && seller!.bankAccountId === bankAccountId) return null
    const [row] = await tx
      .update(sellers)
      .set({
        state: 'ASKING',
        revision: seller!.revision + 1,
        bankAccountId,
        failureCode: null,
        updatedAt: ctx.now(),
      })
      .where(eq(sellers.userId, userId))
      .returning()
    return row!
  })
}
