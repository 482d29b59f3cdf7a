import { z } from 'zod'
import { createCaller, toAction, type Answer } from './caller'
import { createTossClient, readPayment, type Options, type TossAnswer, type TossClient } from './client'

const billingSchema = z.looseObject({
  billingKey: z.string().min(1).max(200),
  customerKey: z.string(),
  card: z.looseObject({ issuerCode: z.string().min(1).max(10), number: z.string().min(4).max(20) }),
})

/** A card that may be charged without its owner being there, as Toss registered it. */
export type Billing = z.infer<typeof billingSchema>

export type IssueAnswer = Answer<{ kind: 'billing'; httpStatus: number; billing: Billing }>
export type RemoveAnswer = Answer<{ kind: 'removed'; httpStatus: number }>

export type IssueRequest = { authKey: string; customerKey: string; idempotencyKey: string }

export type CardChargeRequest = {
  billingKey: string
  customerKey: string
  orderId: string
  orderName: string
  amount: bigint
  idempotencyKey: string
}

/**
 * The core API under the keys of the API itself, the only ones that may charge registered cards. What was charged with
 * them is queried and cancelled with them.
 */
export type BillingClient = TossClient & {
  /** Turns the one-time authKey into the billing key. Never inside a tx. */
  issue(request: IssueRequest): Promise<IssueAnswer>
  /** Takes money from a registered card. Never inside a tx. */
  charge(request: CardChargeRequest): Promise<TossAnswer>
  /** Deletes a billing key. Never inside a tx. */
  remove(billingKey: string): Promise<RemoveAnswer>
}

/** Toss: charging a registered card may take up to 60 s. */
const CHARGE_TIMEOUT_MS = 65_000
const CARD_TIMEOUT_MS = 30_000

export function createBillingClient(options: Options): BillingClient {
  const call = createCaller(options)
  return {
    ...createTossClient(options),
    issue: ({ idempotencyKey, ...fields }) =>
      call(
        '/v1/billing/authorizations/issue',
        toAction(idempotencyKey, fields),
        CARD_TIMEOUT_MS,
        readBilling,
      ),
    charge: ({ billingKey, idempotencyKey, ...fields }) =>
      call(pathOf(billingKey), toAction(idempotencyKey, fields), CHARGE_TIMEOUT_MS, readPayment),
    remove: (billingKey) =>
      // Toss: the body of the answer is empty.
      call(pathOf(billingKey), { method: 'DELETE' }, CARD_TIMEOUT_MS, (httpStatus) => ({
        kind: 'removed' as const,
        httpStatus,
      })),
  }
}

function pathOf(billingKey: string): string {
  return `/v1/billing/${encodeURIComponent(billingKey)}`
}

function readBilling(httpStatus: number, body: string) {
  const billing = billingSchema.safeParse(JSON.parse(body))
  return billing.success ? { kind: 'billing' as const, httpStatus, billing: billing.data } : null
}
