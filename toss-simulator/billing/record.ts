import type { ReturnAddress } from '@/toss-simulator/payments/record'

/** A card as Toss's Billing object shows it. */
export interface BillingCard {
  issuerCode: string
  acquirerCode: string | null
  number: string
  cardType: string
  ownerType: string
}

/** A card that is about to be registered, and what is to come of charging it later. */
export interface RegisteredCard {
  card: BillingCard
  /** The refusal of every charge; null lets them through. */
  declineCode: string | null
}

/** A registration window: open until the buyer has authenticated a card, then an authKey that works once. */
export interface BillingAuth {
  id: string
  mId: string
  customerKey: string
  openedAt: number
  returnAddress: ReturnAddress | null
  /** Null until the buyer has authenticated. */
  authKey: string | null
  registered: RegisteredCard | null
  used: boolean
}

/** A card that may be charged without its owner being there. */
export interface BillingKey extends RegisteredCard {
  billingKey: string
  mId: string
  customerKey: string
  authenticatedAt: number
  removed: boolean
}
