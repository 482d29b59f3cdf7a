/** Toss: what a shop may register for, in the developer centre, for each of its shops. */
export const WEBHOOK_EVENTS = ['PAYMENT_STATUS_CHANGED', 'DEPOSIT_CALLBACK'] as const

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

export interface Attempt {
  at: string
  /** Null when no answer came within ten seconds. */
  status: number | null
}

/** A message to the shop, and what became of it. Times in simulator milliseconds. */
export interface Webhook {
  /** The transmission's id: the same over all of its retries. */
  id: string
  event: WebhookEvent
  orderId: string
  /** To the byte as it is sent. */
  body: string
  /** `held` waits until another one has been sent; `lost` was never sent; `failed` was given up. */
  state: 'pending' | 'held' | 'delivered' | 'failed' | 'lost'
  dueAt: number
  /** How often it is sent at once; more than once is a fault. */
  copies: number
  attempts: Attempt[]
}
