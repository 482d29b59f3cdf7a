/** Toss: what a shop may register for, in the developer centre, for each of its shops. */
export const PAYMENT_EVENTS = ['PAYMENT_STATUS_CHANGED', 'DEPOSIT_CALLBACK'] as const

export type PaymentEvent = (typeof PAYMENT_EVENTS)[number]
/** Toss: only these are signed. */
export type SignedEvent = 'payout.changed' | 'seller.changed'

export interface Attempt {
  at: string
  /** Null when no answer came within ten seconds. */
  status: number | null
}

/** A message to the shop, and what became of it. Times in simulator milliseconds. */
export interface Webhook {
  /** The transmission's id: the same over all of its retries. */
  id: string
  event: PaymentEvent | SignedEvent
  /** Whose payment it is about; null for the signed events. */
  orderId: string | null
  /** The payout or seller that a signed event is about, and the shop whose keys sign it. */
  entity?: { id: string; mId: string }
  /** To the byte as it is sent. */
  body: string
  /** `held` waits until another one has been sent; `lost` was never sent; `failed` was given up. */
  state: 'pending' | 'held' | 'delivered' | 'failed' | 'lost'
  dueAt: number
  /** How often it is sent at once; more than once is a fault. */
  copies: number
  attempts: Attempt[]
}
