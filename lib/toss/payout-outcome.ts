import { classifyPayoutCancelCode, classifyPayoutCode, classifySellerCode } from './codes'
import { failedOutcome, lookOutcome, type Unknown } from './outcome'
import type { Payout, Seller } from './payout'
import type { PayoutAnswer, SellerAnswer } from './payouts'

/** What an answer to a payout, or to taking one back, says. */
export type PayoutOutcome =
  | { kind: 'payout'; payout: Payout }
  /** The request was refused: final once a look shows no effect. */
  | { kind: 'refused'; code: string }
  | Unknown

/** What a look for a payout says; `absent` is Toss showing none. */
export type PayoutQueryOutcome = { kind: 'payout'; payout: Payout } | { kind: 'absent' } | Unknown

/** What an answer about a seller says. It moves no money. */
export type SellerOutcome = { kind: 'seller'; seller: Seller } | { kind: 'declined'; code: string } | Unknown

export type SellerQueryOutcome = { kind: 'seller'; seller: Seller } | { kind: 'absent' } | Unknown

const ABSENT = ['PAYOUT_NOT_FOUND', 'NOT_FOUND']

export function payoutOutcome(answer: PayoutAnswer): PayoutOutcome {
  if (answer.kind === 'payout') return { kind: 'payout', payout: answer.payout }
  return failedOutcome(answer, classifyPayoutCode)
}

export function payoutCancelOutcome(answer: PayoutAnswer): PayoutOutcome {
  if (answer.kind === 'payout') return { kind: 'payout', payout: answer.payout }
  return failedOutcome(answer, classifyPayoutCancelCode)
}

export function sellerOutcome(answer: SellerAnswer): SellerOutcome {
  if (answer.kind === 'seller') return { kind: 'seller', seller: answer.seller }
  return failedOutcome(answer, classifySellerCode)
}

export function payoutQueryOutcome(answer: PayoutAnswer): PayoutQueryOutcome {
  return answer.kind === 'payout'
    ? { kind: 'payout', payout: answer.payout }
    : lookOutcome(answer, ABSENT, classifyPayoutCode)
}

export function sellerQueryOutcome(answer: SellerAnswer): SellerQueryOutcome {
  return answer.kind === 'seller'
    ? { kind: 'seller', seller: answer.seller }
    : lookOutcome(answer, ABSENT, classifyPayoutCode)
}
