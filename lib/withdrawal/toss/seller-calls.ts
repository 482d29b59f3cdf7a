import { and, eq } from 'drizzle-orm'
import { sellers } from '@/db/schema/payout'
import { bankAccounts } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { alarm } from '@/lib/log'
import { alarmed, intendCall, sendCall } from '@/lib/toss/calls'
import { findSellerByReference } from '@/lib/toss/find-seller'
import type { Seller } from '@/lib/toss/payout'
import { sellerOutcome, sellerQueryOutcome, type SellerOutcome } from '@/lib/toss/payout-outcome'
import type { PayoutClient } from '@/lib/toss/payouts'
import { openAccount } from '../account'
import { openContact, toChange } from './contact'
import type { SellerRow } from './seller'

/** Tells Toss who the seller is and gives it its account, registering it where there is none: one key for each revision, for ever. */
export async function askSeller(ctx: Ctx, toss: PayoutClient, row: SellerRow): Promise<SellerRow> {
  const { refSellerId, sellerId, revision, bankAccountId } = row
  const [stored] = await ctx.db.select().from(bankAccounts).where(eq(bankAccounts.id, bankAccountId!))
  const account = openAccount(ctx, stored!)
  const contact = openContact(ctx, row)
  const idempotencyKey = `seller:${refSellerId}:${revision}`
  const intent = await intendCall(ctx, ctx.db, {
    refSellerId,
    operation: sellerId ? 'update_seller' : 'register_seller',
    idempotencyKey,
    asks: [refSellerId, bankAccountId!],
  })
  const answer = await sendCall(ctx, intent, () =>
    sellerId
      ? toss.updateSeller({ sellerId, account, idempotencyKey, ...toChange(contact) })
      : toss.registerSeller({ refSellerId, account, idempotencyKey, ...contact }),
  )
  await failpoint('seller.2')
  const outcome = trusted(row, alarmed({ refSellerId }, sellerOutcome(answer)))
  if (outcome.kind === 'unknown' && outcome.code === 'DUPLICATED_REQUEST' && !sellerId)
    return adopt(ctx, toss, row)
  return keepOutcome(ctx, row, outcome)
}

/** What Toss says of the seller now; null where it does not say. */
export async function lookAtSeller(ctx: Ctx, toss: PayoutClient, row: SellerRow): Promise<SellerRow | null> {
  const { refSellerId, sellerId } = row
  const call = { refSellerId, operation: 'find_seller', idempotencyKey: null, asks: [sellerId!] } as const
  const intent = await intendCall(ctx, ctx.db, call)
  const answer = await sendCall(ctx, intent, () => toss.findSeller(sellerId!))
  const outcome = trusted(row, alarmed({ refSellerId }, sellerQueryOutcome(answer)))
  return outcome.kind === 'seller' ? change(ctx, row, { status: outcome.seller.status }) : null
}

/** Toss has it from a request whose answer is long lost; under which account is not said, so it is asked for anew. */
async function adopt(ctx: Ctx, toss: PayoutClient, row: SellerRow): Promise<SellerRow> {
  const outcome = trusted(row, await findSellerByReference(toss, row.refSellerId))
  if (outcome.kind !== 'seller') return row
  const { id, status } = outcome.seller
  const known = await change(ctx, row, { sellerId: id, status, revision: row.revision + 1 })
  return known.state === 'ASKING' ? askSeller(ctx, toss, known) : known
}

function keepOutcome(ctx: Ctx, row: SellerRow, outcome: SellerOutcome): Promise<SellerRow> | SellerRow {
  if (outcome.kind === 'unknown') return row
  if (outcome.kind === 'declined') return change(ctx, row, { state: 'REFUSED', failureCode: outcome.code })
  return change(ctx, row, { state: 'HOLDING', sellerId: outcome.seller.id, status: outcome.seller.status })
}

/** Unless somebody has changed what is asked meanwhile: then as they left it. */
async function change(ctx: Ctx, { userId, refSellerId, revision, state }: SellerRow, to: Partial<SellerRow>) {
  const own = eq(sellers.userId, userId)
  const [changed] = await ctx.db
    .update(sellers)
    .set({ ...to, updatedAt: ctx.now() })
    .where(
      and(
        own,
        eq(sellers.refSellerId, refSellerId),
        eq(sellers.revision, revision),
        eq(sellers.state, state),
      ),
    )
    .returning()
  if (changed) return changed
  const [current] = await ctx.db.select().from(sellers).where(own)
  return current!
}

/** An answer about another seller says nothing about this one. */
function trusted<T extends { kind: string; seller?: Seller }>(row: SellerRow, outcome: T) {
  const { seller } = outcome
  const own =
    !seller || (seller.refSellerId === row.refSellerId && (!row.sellerId || seller.id === row.sellerId))
  if (own) return outcome
  alarm('seller.mismatch', { refSellerId: row.refSellerId })
  return { kind: 'unknown' as const, code: 'mismatch', alarm: null }
}
