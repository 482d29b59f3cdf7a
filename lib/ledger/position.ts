import type { Database } from '@/db/client'
import type { Account } from '@/db/schema/ledger'
import { NOW, type Moment } from './moment'
import { readTotals, type Total } from './totals'

/** What users are owed. What they owe us is not taken off: nobody's money makes up for another's debt. */
export const OWED: Account[] = [
  'balance',
  'pending',
  'withdrawable',
  'withdrawals_in_transit',
  'charge_refunds_in_transit',
  'suspense',
]

/** Prepaid money that was neither spent nor given back (미상환 잔액). */
export const UNREDEEMED: Account[] = ['balance', 'charge_refunds_in_transit']

/** What Toss has of users' money. It is there for them, but it is not kept apart from Toss's own as at the bank. */
export const AT_TOSS: Account[] = ['pg_receivable', 'pg_payout_balance']

/** Won. */
export type Position = {
  owed: bigint
  unredeemed: bigint
  safeguarded: bigint
  /** What Toss has taken for us and not settled yet, and what it has settled and keeps to pay out. */
  atToss: bigint
  /** The latter alone: the balance of payouts (지급대행 잔액). */
  payoutBalance: bigint
  /** What neither of the two has of what is owed. */
  gap: bigint
}

/** Where users' money is at a moment. */
export async function readPosition(db: Pick<Database, 'execute'>, at: Moment = NOW): Promise<Position> {
  return toPosition(await readTotals(db, at))
}

export function toPosition(totals: Pick<Total, 'account' | 'balance'>[]): Position {
  const held = (wanted: Account[]) =>
    totals.reduce((sum, { account, balance }) => (wanted.includes(account) ? sum + balance : sum), 0n)
  const owed = held(OWED)
  const safeguarded = -held(['safeguarded_bank'])
  const atToss = -held(AT_TOSS)
  const missing = owed - safeguarded - atToss
  return {
    ...{ owed, unredeemed: held(UNREDEEMED), safeguarded, atToss },
    payoutBalance: -held(['pg_payout_balance']),
    gap: missing > 0n ? missing : 0n,
  }
}
