import { z } from 'zod'

/** The part of a webhook that we act on: a hint that something changed, never the change itself. */
export type TossWebhook = {
  event: string
  /** Names the event where Toss does; its transmissions have an id of their own. */
  eventId: string | null
  /** The order whose payment it is about; null for other events. */
  orderId: string | null
  /** The payout or seller that changed; null for other events. */
  entityId: string | null
  mId: string | null
  /** What proves that it knows the payment. */
  secret: string | null
}

/** Toss: only these carry a signature. */
const SIGNED = ['payout.changed', 'seller.changed'] as const

export const isSignedEvent = (event: string): boolean => (SIGNED as readonly string[]).includes(event)

const text = z.string().min(1).max(200)
const NOTHING = { eventId: null, orderId: null, entityId: null, mId: null, secret: null }

/** Toss: DEPOSIT_CALLBACK alone has no eventType, and is known by its members. */
const flat = z
  .looseObject({ eventType: z.undefined().optional(), secret: z.string(), status: text, orderId: text })
  .transform(({ orderId, secret }): TossWebhook => {
    return { ...NOTHING, event: 'DEPOSIT_CALLBACK', orderId, secret }
  })

const payment = z
  .looseObject({
    eventType: z.enum(['PAYMENT_STATUS_CHANGED', 'ORDER_PAYMENT_STATUS_CHANGED']),
    data: z.looseObject({ orderId: text, mId: text.nullish(), secret: z.string().nullish() }),
  })
  .transform(({ eventType, data }): TossWebhook => {
    const { orderId, mId = null, secret = null } = data
    return { ...NOTHING, event: eventType, orderId, mId, secret }
  })

/** Toss: the thing is in `entityBody`; some were sent it in `data`. */
const entity = z.looseObject({ id: text })
const changed = z
  .looseObject({
    eventType: z.enum(SIGNED),
    eventId: text.nullish(),
    entityBody: entity.nullish(),
    data: entity.nullish(),
  })
  .transform(({ eventType, eventId = null, entityBody, data }): TossWebhook => {
    return { ...NOTHING, event: eventType, eventId, entityId: (entityBody ?? data)?.id ?? null }
  })

const other = z
  .looseObject({ eventType: z.string().min(1).max(100), eventId: text.nullish() })
  .transform(({ eventType, eventId = null }): TossWebhook => {
    return { ...NOTHING, event: eventType, eventId }
  })

const webhookSchema = z.union([flat, payment, changed, other])

/** Reads any of Toss's three envelopes; null for what is none of them. */
export function readWebhook(raw: string): TossWebhook | null {
  try {
    return webhookSchema.safeParse(JSON.parse(raw)).data ?? null
  } catch {
    return null
  }
}
