import { and, eq, type InferSelectModel } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { bankAccounts } from '@/db/schema/withdrawal'
import { bankName } from '@/lib/bank/banks'
import type { Account } from '@/lib/bank/bank'
import type { Ctx } from '@/lib/context'

export type BankAccountRow = InferSelectModel<typeof bankAccounts>

/** An account as its owner may see it: never the whole number. */
export type BankAccount = {
  accountId: string
  bankCode: string
  /** `****1234` */
  accountNumber: string
  holderName: string
  status: 'VERIFYING' | 'VERIFIED'
  /** From when money may go there; null before it is verified. */
  usableFrom: Date | null
}

/** An account that waits for the code which came with the 1 won. */
export type VerifyingAccount = BankAccount & { codeExpiresAt: Date; triesLeft: number }

export function toBankAccount({
  id,
  bankCode,
  tail,
  holderName,
  state,
  usableFrom,
}: BankAccountRow): BankAccount {
  return {
    accountId: id,
    bankCode,
    accountNumber: `****${tail}`,
    holderName,
    status: state === 'VERIFIED' ? 'VERIFIED' : 'VERIFYING',
    usableFrom,
  }
}

/** `카카오뱅크 ****1234` */
export function accountLabel({ bankCode, tail }: Pick<BankAccountRow, 'bankCode' | 'tail'>): string {
  return `${bankName(bankCode)} ****${tail}`
}

/** The whole account, for the bank's eyes only. */
export function openAccount({ sealer }: Pick<Ctx, 'sealer'>, row: BankAccountRow): Account {
  return {
    bankCode: row.bankCode,
    accountNumber: sealer.open(row.numberSealed),
    holderName: row.holderName,
  }
}

/** The account that a user's withdrawals go to, if there is one. */
export async function findVerified(db: NodePgDatabase, userId: string): Promise<BankAccountRow | null> {
  const [row] = await db
    .select()
    .from(bankAccounts)
    .where(and(eq(bankAccounts.userId, userId), eq(bankAccounts.state, 'VERIFIED')))
  return row ?? null
}
