import type { PlatformAccount, TransactionType, WalletKind } from '@/db/schema/ledger'

/** One side of a movement. `overflow` takes what a debit cannot, and is repaid first by a credit. */
export type Leg =
  | { account: PlatformAccount; amount: bigint }
  | { account: WalletKind; user: string; amount: bigint; overflow?: WalletKind[] }

export type Movement = {
  type: TransactionType
  /** The natural key: posting the same movement again changes nothing. */
  reference: string
  orderId: string
  occurredAt: Date
  legs: Leg[]
}

type Charge = { user: string; orderId: string; amount: bigint; occurredAt: Date }

/** Toss has taken the payer's money: it is theirs here. Debt from an earlier reversal is repaid first. */
export function charge({ user, orderId, amount, occurredAt }: Charge): Movement {
  return {
    type: 'charge',
    reference: orderId,
    orderId,
    occurredAt,
    legs: [
      { account: 'pg_receivable', amount: -amount },
      { account: 'balance', user, amount, overflow: ['charge_debt'] },
    ],
  }
}

/** Toss holds money for an order that cannot be credited as it is: kept apart until somebody has looked. */
export function suspenseIn({ orderId, amount, occurredAt }: Omit<Charge, 'user'>): Movement {
  return {
    type: 'suspense_in',
    reference: orderId,
    orderId,
    occurredAt,
    legs: [
      { account: 'pg_receivable', amount: -amount },
      { account: 'suspense', amount },
    ],
  }
}
