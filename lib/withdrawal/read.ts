import { and, desc, eq, inArray, lt, ne } from 'drizzle-orm'
import { bankAccounts, OPEN_WITHDRAWALS, withdrawals } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { accountLabel, toBankAccount, type BankAccount, type VerifyingAccount } from './account'
import { toWithdrawal, type Withdrawal } from './withdrawal'

/** A withdrawal with where it goes, `카카오뱅크 ****1234`. */
export type SentWithdrawal = Withdrawal & { account: string; holderName: string }

/** More than anybody may have under way. */
const MOST_OPEN = 100

/** One of a user's withdrawals. Throws NOT_FOUND, for another's just as for none. */
export async function getWithdrawal(ctx: Ctx, userId: string, withdrawalId: string): Promise<SentWithdrawal> {
  if (!isId(withdrawalId)) throw new PosPayError('NOT_FOUND')
  const [found] = await select(ctx, and(eq(withdrawals.id, withdrawalId), eq(withdrawals.userId, userId)), 1)
  if (!found) throw new PosPayError('NOT_FOUND')
  return found
}

/** A user's withdrawals, newest first, by keyset. Throws INVALID_REQUEST for a cursor that is none. */
export async function listWithdrawals(
  ctx: Ctx,
  { userId, cursor, limit }: { userId: string; cursor?: string; limit: number },
): Promise<{ items: SentWithdrawal[]; nextCursor: string | null }> {
  if (cursor && !isId(cursor)) throw new PosPayError('INVALID_REQUEST')
  const where = and(eq(withdrawals.userId, userId), cursor ? lt(withdrawals.id, cursor) : undefined)
  const rows = await select(ctx, where, limit + 1)
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.withdrawalId : null }
}

async function select(ctx: Ctx, where: ReturnType<typeof and>, limit: number): Promise<SentWithdrawal[]> {
  const rows = await ctx.db
    .select({ withdrawal: withdrawals, account: bankAccounts })
    .from(withdrawals)
    .innerJoin(bankAccounts, eq(bankAccounts.id, withdrawals.bankAccountId))
    .where(where)
    .orderBy(desc(withdrawals.id))
    .limit(limit)
  return rows.map(({ withdrawal, account }) => ({
    ...toWithdrawal(withdrawal),
    account: accountLabel(account),
    holderName: account.holderName,
  }))
}

/** The account that a user's withdrawals go to, and the one that waits for its code. */
export async function readAccounts(
  ctx: Ctx,
  userId: string,
): Promise<{ verified: BankAccount | null; verifying: VerifyingAccount | null }> {
  const rows = await ctx.db
    .select()
    .from(bankAccounts)
    .where(and(eq(bankAccounts.userId, userId), ne(bankAccounts.state, 'CLOSED')))
  const verified = rows.find(({ state }) => state === 'VERIFIED')
  const verifying = rows.find(
    ({ state, codeExpiresAt }) => state === 'VERIFYING' && ctx.now() <= codeExpiresAt,
  )
  return {
    verified: verified ? toBankAccount(verified) : null,
    verifying: verifying
      ? {
          ...toBankAccount(verifying),
          codeExpiresAt: verifying.codeExpiresAt,
          triesLeft: verifying.triesLeft,
        }
      : null,
  }
}

/** A user's withdrawals whose money is in transit, newest first. */
export function readOpen(ctx: Ctx, userId: string): Promise<SentWithdrawal[]> {
  const isOpen = inArray(withdrawals.status, [...OPEN_WITHDRAWALS])
  return select(ctx, and(eq(withdrawals.userId, userId), isOpen), MOST_OPEN)
}
