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

/** Won. */
export type Position = {
  owed: bigint
  unredeemed: bigint
  safeguarded: bigint
  /** What Toss has taken for us and not settled yet. */
  atToss: bigint
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
  const atToss = -held(['pg_receivable'])
  const missing = owed - safeguarded - atToss
  return { owed, unredeemed: held(UNREDEEMED), safeguarded, atToss, gap: missing > 0n ? missing : 0n }
}
