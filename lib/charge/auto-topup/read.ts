import { and, desc, eq, isNotNull, or } from 'drizzle-orm'
import { autoTopUps, type AutoTopUpState, type PauseReason } from '@/db/schema/auto-topup'
import { orders } from '@/db/schema/charge'
import type { Ctx } from '@/lib/context'
import { maxWon, minWon } from '@/lib/money'
import { failureMessage } from '../failure-message'
import { topUpRoom } from '../limits'
import { toOrder, type Order } from '../order'
import { cardLabel, isOffered } from './auto-topup'
import type { Figures } from './consent'
import { usedThisMonth } from './month'

/** An automatic top-up as its owner may see it. */
export type AutoTopUp = Figures & {
  id: string
  state: AutoTopUpState
  card: string
  pauseReason: PauseReason | null
  /** Why the last run, or the registration, came to nothing. */
  failure: string | null
  usedThisMonth: bigint
  consentedAt: Date
}

/** A person's newest automatic top-up, also one that is off; null where there never was one. */
export async function readAutoTopUp(ctx: Ctx, userId: string): Promise<AutoTopUp | null> {
  const [row] = await ctx.db
    .select()
    .from(autoTopUps)
    .where(eq(autoTopUps.userId, userId))
    .orderBy(desc(autoTopUps.id))
    .limit(1)
  if (!row) return null
  const { id, state, amount, onShortage, threshold, monthlyCap, pauseReason, failureCode, consentedAt } = row
  return {
    ...{ id, state, amount, onShortage, threshold, monthlyCap, pauseReason, consentedAt },
    card: cardLabel(row),
    failure: failureCode && failureMessage(failureCode),
    usedThisMonth: await usedThisMonth(ctx, ctx.db, userId),
  }
}

const SHOWN_RUNS = 5

/** The latest runs that asked for money, newest first. */
export async function latestRuns(ctx: Ctx, userId: string): Promise<Order[]> {
  const rows = await ctx.db
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.userId, userId),
        isNotNull(orders.autoTopUpId),
        or(isNotNull(orders.confirmingAt), isNotNull(orders.approvedAt)),
      ),
    )
    .orderBy(desc(orders.createdAt))
    .limit(SHOWN_RUNS)
  return rows.map((row) => toOrder(ctx, row))
}

export type TopUpOffer = { autoTopUpId: string; amount: bigint; card: string }

/**
 * What one tap would charge for a payment that is short of `shortfall`: the amount agreed to, or the shortfall where it
 * is greater, and no more than wallet, day and month leave room for. Null where that is not enough, or not agreed to.
 */
export async function readOffer(ctx: Ctx, userId: string, shortfall: bigint): Promise<TopUpOffer | null> {
  const [row] = await ctx.db
    .select()
    .from(autoTopUps)
    .where(and(eq(autoTopUps.userId, userId), eq(autoTopUps.state, 'ON'), eq(autoTopUps.onShortage, true)))
  if (!row || shortfall <= 0n || !(await isOffered(ctx))) return null
  const used = await usedThisMonth(ctx, ctx.db, userId)
  const room = minWon(await topUpRoom(ctx, userId), row.monthlyCap - used)
  const wanted = maxWon(row.amount, shortfall)
  const amount = wanted <= room ? wanted : shortfall
  return amount <= room ? { autoTopUpId: row.id, amount, card: cardLabel(row) } : null
}
