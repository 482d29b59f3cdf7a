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

/**
 * Toss has taken the payer's money: it is theirs here. Debt from an earlier reversal is repaid first. `undone`: how
 * often this order's deposit was credited and taken back before.
 */
export function charge({
  user,
  orderId,
  amount,
  occurredAt,
  undone = 0,
}: Charge & { undone?: number }): Movement {
  return {
    type: 'charge',
    reference: depositReference(orderId, undone),
    orderId,
    occurredAt,
    legs: [
      { account: 'pg_receivable', amount: -amount },
      { account: 'balance', user, amount, overflow: ['charge_debt'] },
    ],
  }
}

/** The order's id for its first deposit, `orderId#n` for what follows the nth time that a bank took it back. */
export function depositReference(orderId: string, undone: number): string {
  return undone === 0 ? orderId : `${orderId}#${undone}`
}

/**
 * Somebody else took a charge back, from Toss's side: out of the balance, and what was spent of it becomes a debt.
 * `reference`: Toss's key of the cancel, or `orderId#n` for the nth deposit undone, which `reverses` its charge whole.
 */
export function chargeReversal({
  user,
  orderId,
  amount,
  occurredAt,
  reference,
  reverses,
}: Charge & { reference: string; reverses?: string }): Movement {
  return {
    type: 'charge_reversal',
    reference,
    orderId,
    reverses,
    occurredAt,
    legs: [
      { account: 'balance', user, amount: -amount, overflow: ['charge_debt'] },
      { account: 'pg_receivable', amount },
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

type Booking = {
  bookingId: string
  renter: string
  owner: string
  /** Under a settlement delay the owner's part waits in `pending` until it is released. */
  pending: boolean
  occurredAt: Date
}

/** Earnings that become withdrawable repay what their owner owes first. */
const REPAYS: [DebtKind, DebtKind] = ['earnings_debt', 'charge_debt']

/** A renter pays for a space: the owner gets it less our fee, which is revenue and its VAT. */
export function payment({
  bookingId,
  renter,
  owner,
  pending,
  occurredAt,
  split,
}: Booking & { split: Split }): Movement {
  return {
    type: 'payment',
    reference: bookingId,
    occurredAt,
    legs: [
      { account: 'balance', user: renter, amount: -split.gross },
      pending
        ? { account: 'pending', user: owner, amount: split.net }
        : { account: 'withdrawable', user: owner, amount: split.net, overflow: REPAYS },
      { account: 'fee_revenue', amount: split.supply },
      { account: 'vat_payable', amount: split.vat },
    ],
  }
}

/** The delay is over: what is left of this booking's earnings may be withdrawn. */
export function release({
  bookingId,
  owner,
  amount,
  occurredAt,
}: Pick<Booking, 'bookingId' | 'owner' | 'occurredAt'> & { amount: bigint }): Movement {
  return {
    type: 'release',
    reference: bookingId,
    occurredAt,
    legs: [
      { account: 'pending', user: owner, amount: -amount },
      { account: 'withdrawable', user: owner, amount, overflow: REPAYS },
    ],
  }
}

/**
 * The `nth` refund of a booking: `part` of it goes back to the renter, who is made whole at once. What the owner no
 * longer has becomes a debt to us. The renter's own debt is repaid first, as by a charge: nobody has both a balance
 * and a debt of that kind.
 */
export function refund({
  bookingId,
  nth,
  renter,
  owner,
  pending,
  occurredAt,
  part,
}: Booking & { nth: number; part: Split }): Movement {
  return {
    type: 'refund',
    reference: `${bookingId}#${nth}`,
    occurredAt,
    legs: [
      pending
        ? { account: 'pending', user: owner, amount: -part.net }
        : { account: 'withdrawable', user: owner, amount: -part.net, overflow: ['earnings_debt'] },
      { account: 'fee_revenue', amount: -part.supply },
      { account: 'vat_payable', amount: -part.vat },
      { account: 'balance', user: renter, amount: part.gross, overflow: ['charge_debt'] },
    ],
  }
}

type ChargeRefund = { refundId: string; orderId: string; user: string; amount: bigint; occurredAt: Date }

/** Part of a charge is on its way back to where it came from: from here on nobody can spend it. */
export function chargeRefund({ refundId, orderId, user, amount, occurredAt }: ChargeRefund): Movement {
  return {
    type: 'charge_refund',
    reference: refundId,
    orderId,
    occurredAt,
    legs: [
      { account: 'balance', user, amount: -amount },
      { account: 'charge_refunds_in_transit', amount },
    ],
  }
}

/** Toss has given it back to the payer. */
export function chargeRefundPaid({
  refundId,
  orderId,
  amount,
  occurredAt,
}: Omit<ChargeRefund, 'user'>): Movement {
  return {
    type: 'charge_refund_paid',
    reference: refundId,
    orderId,
    occurredAt,
    legs: [
      { account: 'charge_refunds_in_transit', amount: -amount },
      { account: 'pg_receivable', amount },
    ],
  }
}

/** Toss will not give it back: it is in the wallet again. Debt from a reversal meanwhile is repaid first. */
export function chargeRefundFailed({ refundId, orderId, user, amount, occurredAt }: ChargeRefund): Movement {
  return {
    type: 'charge_refund_failed',
    reference: refundId,
    orderId,
    occurredAt,
    legs: [
      { account: 'charge_refunds_in_transit', amount: -amount },
      { account: 'balance', user, amount, overflow: ['charge_debt'] },
    ],
  }
}

/**
 * Where settled money is, and withdrawals are paid from: our bank account, or the balance that Toss keeps for payouts
 * where Toss makes them (지급대행 잔액).
 */
export type Till = 'safeguarded_bank' | 'pg_payout_balance'

/**
 * Toss pays us for one approval, or takes back for one cancel and then every amount is negative: what it took for it is
 * our cost, and the VAT of that comes back from the tax office.
 */
export function settlement({
  transactionKey,
  orderId,
  amount,
  payOut,
  supply,
  vat,
  into,
  occurredAt,
}: {
  /** Toss's key of the approval or cancel. */
  transactionKey: string
  orderId: string
  amount: bigint
  payOut: bigint
  supply: bigint
  vat: bigint
  into: Till
  occurredAt: Date
}): Movement {
  return {
    type: 'settlement',
    reference: transactionKey,
    orderId,
    occurredAt,
    legs: [
      { account: 'pg_receivable', amount },
      { account: into, amount: -payOut },
      { account: 'pg_fees', amount: -supply },
      { account: 'input_vat', amount: -vat },
    ],
  }
}

type Withdrawal = {
  withdrawalId: string
  user: string
  amount: bigint
  /** What of the amount is kept back as tax: what was taken in is given back when the money does not leave. */
  withheld: bigint
  paidFrom: Till
  occurredAt: Date
}

/** Earnings are on their way to their owner's bank: from here on nobody else can have them. */
export function withdraw({
  withdrawalId,
  user,
  amount,
  withheld,
  occurredAt,
}: Omit<Withdrawal, 'paidFrom'>): Movement {
  return {
    type: 'withdraw',
    reference: withdrawalId,
    occurredAt,
    legs: [
      { account: 'withdrawable', user, amount: -amount },
      { account: 'withdrawals_in_transit', amount: amount - withheld },
      { account: 'withholding_payable', amount: withheld },
    ],
  }
}

/** The bank has carried it out. */
export function withdrawPaid({
  withdrawalId,
  amount,
  withheld,
  paidFrom,
  occurredAt,
}: Omit<Withdrawal, 'user'>): Movement {
  return {
    type: 'withdraw_paid',
    reference: withdrawalId,
    occurredAt,
    legs: [
      { account: 'withdrawals_in_transit', amount: withheld - amount },
      { account: paidFrom, amount: amount - withheld },
    ],
  }
}

/** The bank has carried out what it had called failed: the owner has it twice, unless it is taken again. */
export function withdrawPaidLate({
  withdrawalId,
  user,
  amount,
  withheld,
  paidFrom,
  occurredAt,
}: Withdrawal): Movement {
  return {
    type: 'withdraw_paid',
    reference: withdrawalId,
    occurredAt,
    legs: [
      { account: 'withdrawable', user, amount: -amount, overflow: ['earnings_debt'] },
      { account: paidFrom, amount: amount - withheld },
      { account: 'withholding_payable', amount: withheld },
    ],
  }
}

/** It was not and will not be carried out. What its owner has come to owe meanwhile is repaid first. */
export function withdrawFailed({
  withdrawalId,
  user,
  amount,
  withheld,
  occurredAt,
}: Omit<Withdrawal, 'paidFrom'>): Movement {
  return {
    type: 'withdraw_failed',
    reference: withdrawalId,
    occurredAt,
    legs: [
      { account: 'withdrawals_in_transit', amount: withheld - amount },
      { account: 'withholding_payable', amount: -withheld },
      { account: 'withdrawable', user, amount, overflow: REPAYS },
    ],
  }
}

/** The bank has sent back what it had carried out. */
export function withdrawReturned({
  withdrawalId,
  user,
  amount,
  withheld,
  paidFrom,
  occurredAt,
}: Withdrawal): Movement {
  return {
    type: 'withdraw_returned',
    reference: withdrawalId,
    occurredAt,
    legs: [
      { account: paidFrom, amount: withheld - amount },
      { account: 'withholding_payable', amount: -withheld },
      { account: 'withdrawable', user, amount, overflow: REPAYS },
    ],
  }
}

/** What two operators agreed to, exactly: nothing of it overflows into a debt. */
export function adjustment({
  type,
  adjustmentId,
  ...agreed
}: Pick<Movement, 'legs' | 'reverses' | 'occurredAt'> & {
  type: 'adjustment' | 'bank_transfer' | 'write_off'
  adjustmentId: string
}): Movement {
  return { type, reference: adjustmentId, ...agreed }
}
