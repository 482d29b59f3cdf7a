import { and, eq } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { payouts, sellers } from '@/db/schema/payout'
import { withdrawals } from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { keepBusiness, type Business } from '@/lib/identity/business'
import { requireFresh } from '@/lib/identity/fresh-login'
import { newRefSellerId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { describeChange, isSamePayee, openContact, type Contact } from './contact'
import { lockSeller, readSeller, type SellerRow } from './seller'
import { wakeHeld } from './wake-held'

/** What an owner has told of themselves for Toss; null where nothing was told yet. */
export async function readPayee(ctx: Ctx, userId: string): Promise<Contact | null> {
  const row = await readSeller(ctx.db, userId)
  return row && openContact(ctx, row)
}

/** Whether whoever carries withdrawals knows enough of an owner to pay them: Toss alone asks who they are. */
export async function isPayeeKnown(
  { withdrawBy }: Pick<Ctx, 'withdrawBy'>,
  db: NodePgDatabase,
  userId: string,
): Promise<boolean> {
  return withdrawBy !== 'toss' || (await readSeller(db, userId)) !== null
}

/** What the tax office's files and receipts have of the same. */
function businessOf(told: Contact): Business {
  if (told.businessType === 'INDIVIDUAL') return { kind: 'none', number: null }
  const kind = told.businessType === 'CORPORATE' ? 'corporate' : 'sole'
  return { kind, number: told.company.businessRegistrationNumber }
}

type SavePayee = { userId: string; sessionId: string; told: Contact }

/**
 * Keeps what Toss has to know of an owner before it pays them, and with it what their business is. A change is told to
 * Toss before the next payout, and its owner is told of it. Throws REAUTH_REQUIRED for a change without a password typed
 * a short while ago, STATE_CONFLICT while Toss pays them, TRY_AGAIN while it has not answered what it was asked of them
 * before.
 */
export async function savePayee(ctx: Ctx, { userId, sessionId, told }: SavePayee): Promise<void> {
  if (await readSeller(ctx.db, userId)) await requireFresh(ctx, { userId, sessionId })
  const { businessType } = told
  const words = { businessType, contactSealed: ctx.sealer.seal(JSON.stringify(told)), updatedAt: ctx.now() }
  await withTx(ctx.db, async (tx) => {
    const [made] = await tx
      .insert(sellers)
      .values({ userId, refSellerId: newRefSellerId(), ...words })
      .onConflictDoNothing({ target: sellers.userId })
      .returning()
    const changed = made ? '' : await change(ctx, tx, { userId, told, words })
    await keepBusiness(ctx, tx, { userId, ...businessOf(told) })
    await wakeHeld(ctx, tx, userId)
    await audit(ctx, tx, { action: 'payee.saved', target: userId, detail: { businessType, changed } })
  })
}

type Change = { userId: string; told: Contact; words: Partial<SellerRow> }

/** Answers what was changed, in words. */
async function change(ctx: Ctx, tx: Tx, { userId, told, words }: Change): Promise<string> {
  const row = (await lockSeller(tx, userId))!
  const before = openContact(ctx, row)
  const changed = describeChange(before, told)
  if (!changed) return changed
  await requireIdle(tx, row)
  await tx
    .update(sellers)
    .set({ ...words, ...asNext(row, isSamePayee(before, told)) })
    .where(eq(sellers.userId, userId))
  const subject = `${userId}:${ctx.now().toISOString()}`
  await notify(tx, ctx, [{ userId, kind: 'payee.changed', subject, data: { changed } }])
  return changed
}

/** Toss hears of it as the next thing it is asked of the seller; of another payee it has not heard at all. */
function asNext({ sellerId, revision, formerSellerIds }: SellerRow, same: boolean): Partial<SellerRow> {
  if (!sellerId) return {}
  if (same) return { state: 'ASKING', revision: revision + 1, failureCode: null }
  return {
    ...{ refSellerId: newRefSellerId(), sellerId: null, formerSellerIds: [...formerSellerIds, sellerId] },
    ...{ state: 'NEW', revision: 0, status: null, bankAccountId: null, failureCode: null },
  }
}

/** Whom a payout on its way goes to is not changed under it, and two changes do not overtake each other. */
async function requireIdle(tx: Tx, { userId, state }: SellerRow): Promise<void> {
  if (state === 'ASKING') {
    const message = '지금 토스페이먼츠에 등록하고 있어요. 잠시 후 다시 저장해 주세요.'
    throw new PosPayError('TRY_AGAIN', { message })
  }
  const [paying] = await tx
    .select({ id: withdrawals.id })
    .from(payouts)
    .innerJoin(withdrawals, eq(withdrawals.id, payouts.withdrawalId))
    .where(and(eq(payouts.userId, userId), eq(withdrawals.status, 'SENDING')))
    .limit(1)
  if (!paying) return
  const message = '지금 보내고 있는 출금이 있어요. 그 출금이 끝나거나 취소한 뒤에 바꿀 수 있어요.'
  throw new PosPayError('STATE_CONFLICT', { message })
}
