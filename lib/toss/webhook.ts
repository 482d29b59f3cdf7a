import { z } from 'zod'

/** The part of a webhook that we act on: a hint that something changed, never the change itself. */
export type TossWebhook = {
  event: string
  /** Names the event where Toss does; its transmissions have an id of their own. */
  eventId: string | null
  /** The order whose payment it is about; null for other events. */
  orderId: string | null
  mId: string | null
  /** What proves that it knows the payment. */
  secret: string | null
}

/** Toss: only these carry a signature. */
const SIGNED = ['payout.changed', 'seller.changed']

export const isSignedEvent = (event: string): boolean => SIGNED.includes(event)

const text = z.string().min(1).max(200)

/** Toss: DEPOSIT_CALLBACK alone has no eventType, and is known by its members. */
const flat = z
  .looseObject({ eventType: z.undefined().optional(), secret: z.string(), status: text, orderId: text })
  .transform(({ orderId, secret }): TossWebhook => {
    return { event: 'DEPOSIT_CALLBACK', eventId: null, orderId, mId: null, secret }
  })

const payment = z
  .looseObject({
    eventType: z.enum(['PAYMENT_STATUS_CHANGED', 'ORDER_PAYMENT_STATUS_CHANGED']),
    data: z.looseObject({ orderId: text, mId: text.nullish(), secret: z.string().nullish() }),
  })
  .transform(({ eventType, data }): TossWebhook => {
    const { orderId, mId = null, secret = null } = data
    return { event: eventType, eventId: null, orderId, mId, secret }
  })

const other = z
  .looseObject({ eventType: z.string().min(1).max(100), eventId: text.nullish() })
  .transform(({ eventType, eventId = null }): TossWebhook => {
    return { event: eventType, eventId, orderId: null, mId: null, secret: null }
  })

const webhookSchema = z.union([flat, payment, other])

/** Reads any of Toss's three envelopes; null for what is none of them. */
export function readWebhook(raw: string): TossWebhook | null {
  try {
    return webhookSchema.safeParse(JSON.parse(raw)).data ?? null
  } catch {
    return null
  }
}
