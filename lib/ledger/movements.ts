import type { DebtKind, PlatformAccount, TransactionType, WalletKind } from '@/db/schema/ledger'
import type { Split } from '@/lib/money'

/** `overflow`: the debts that a credit repays first, in this order; the one that takes what a debit cannot. */
export type WalletLeg = {
  account: WalletKind
  user: string
  amount: bigint
  overflow?: [DebtKind] | [DebtKind, DebtKind]
}

/** One side of a movement: won, credit positive. */
export type Leg = WalletLeg | { account: PlatformAccount; amount: bigint }

export type Movement = {
  type: TransactionType
  /** The natural key: posting the same movement again changes nothing. */
  reference: string
  orderId?: string
  /** The transaction that this one takes back. */
  reverses?: string
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

type Payment = { renter: string; owner: string; bookingId: string; split: Split; occurredAt: Date }

/** A renter pays for a space: the owner gets it less our fee, which is revenue and its VAT. Earnings repay debt first. */
export function payment({ renter, owner, bookingId, split, occurredAt }: Payment): Movement {
  return {
    type: 'payment',
    reference: bookingId,
    occurredAt,
    legs: [
      { account: 'balance', user: renter, amount: -split.gross },
      {
        account: 'withdrawable',
        user: owner,
        amount: split.net,
        overflow: ['earnings_debt', 'charge_debt'],
      },
      { account: 'fee_revenue', amount: split.supply },
      { account: 'vat_payable', amount: split.vat },
    ],
  }
}
