import { eq } from 'drizzle-orm'
import { payouts, sellers } from '@/db/schema/payout'
import type { Ctx } from '@/lib/context'
import { settleWithdrawal } from '../settle'
import { createTossCarrier } from './carrier'
import { lookAtSeller } from './seller-calls'
import { wakeHeld } from './wake-held'

/**
 * What came of Toss's word that a payout or a seller has changed. `looked`: Toss was asked after that, and what it said
 * is done. `unanswered`: Toss did not say. Nothing is asked about what we do not know.
 */
export type PayoutHintOutcome = { kind: 'looked' | 'unanswered' | 'unknown_payout' }

export async function followPayoutHint(ctx: Ctx, entityId: string): Promise<PayoutHintOutcome> {
  const { payouts: toss } = ctx
  if (!toss) return { kind: 'unknown_payout' }
  const [payout] = await ctx.db.select().from(payouts).where(eq(payouts.payoutId, entityId))
  if (payout) {
    const carrier = createTossCarrier(ctx, toss)
    const state = await carrier.find(payout.withdrawalId)
    if (state.kind === 'unknown') return { kind: 'unanswered' }
    await settleWithdrawal(ctx, carrier, payout.withdrawalId, state)
    return { kind: 'looked' }
  }
  const [seller] = await ctx.db.select().from(sellers).where(eq(sellers.sellerId, entityId))
  if (!seller) return { kind: 'unknown_payout' }
  if (!(await lookAtSeller(ctx, toss, seller))) return { kind: 'unanswered' }
  await wakeHeld(ctx, ctx.db, seller.userId)
  return { kind: 'looked' }
}
