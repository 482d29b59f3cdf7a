import { setTimeout as sleep } from 'node:timers/promises'
import { chargeCard, type BillingCharge } from '@/toss-simulator/billing/charge'
import { readDirectCard } from '@/toss-simulator/billing/direct-card'
import type { BillingKey } from '@/toss-simulator/billing/record'
import { issueKey, toBilling } from '@/toss-simulator/billing/register-card'
import { TossError } from '@/toss-simulator/errors'
import type { ApiHandler } from '@/toss-simulator/api/handler'
import { readAmount, readBody, readText } from '@/toss-simulator/api/read-body'
import type { Credential } from '@/toss-simulator/merchants'
import { checkInstallment } from '@/toss-simulator/payments/choice'
import { isApproved, listByOrder } from '@/toss-simulator/payments/find'
import type { Simulator } from '@/toss-simulator/simulator'

const LEAST_CARD_AMOUNT = 100

/** `POST /v1/billing/authorizations/issue {authKey, customerKey}`: the key for the card the customer registered. */
export const issueBillingKey: ApiHandler = (simulator, { credential, body }) => {
  const mId = requireBillingShop(credential)
  const fields = readBody(body)
  const authKey = readText(fields.authKey, 300)
  const customerKey = readText(fields.customerKey, 300)
  const auth = simulator.store.listBillingAuths().find((each) => each.authKey === authKey && each.mId === mId)
  if (!auth?.registered || auth.used) throw new TossError('NOT_FOUND_BILLING')
  if (auth.customerKey !== customerKey) throw new TossError('NOT_MATCHES_CUSTOMER_KEY')
  simulator.store.saveBillingAuth({ ...auth, used: true })
  return toBilling(issueKey(simulator, auth, auth.registered))
}

/** `POST /v1/billing/authorizations/card`: the key for a card whose details the shop sends itself. */
export const issueBillingKeyByCard: ApiHandler = (simulator, { credential, body }) => {
  const mId = requireBillingShop(credential)
  const fields = readBody(body)
  const customerKey = readText(fields.customerKey, 300)
  const registered = readDirectCard(fields, simulator.clock.now())
  return toBilling(issueKey(simulator, { mId, customerKey }, registered))
}

/** `POST /v1/billing/{billingKey}`: takes money, DONE at once. */
export const chargeBillingKey: ApiHandler = async (simulator, { credential, params, body, decline }) => {
  const mId = requireBillingShop(credential)
  const fields = readBody(body)
  const wanted = readCharge(fields)
  const customerKey = readText(fields.customerKey, 300)
  await sleep(simulator.rules.processingMs)
  // Looked up only now, and nothing is waited for below: of two at once the second sees what the first did.
  const key = findKey(simulator, mId, params.billingKey)
  if (!key) throw new TossError('INVALID_BILL_KEY_REQUEST')
  if (key.removed) throw new TossError('ALREADY_REMOVED_BILLING_KEY')
  if (key.customerKey !== customerKey) throw new TossError('NOT_MATCHES_CUSTOMER_KEY')
  if (listByOrder(simulator, mId, wanted.orderId).some(isApproved)) throw new TossError('DUPLICATED_ORDER_ID')
  const refusal = key.declineCode ?? decline
  if (refusal) throw new TossError(refusal)
  return chargeCard(simulator, key, wanted).payment
}

/** `DELETE /v1/billing/{billingKey}`: nobody can be charged with it any more. Toss: 200 with an empty body. */
export const removeBillingKey: ApiHandler = (simulator, { credential, params }) => {
  const mId = requireBillingShop(credential)
  const key = findKey(simulator, mId, params.billingKey)
  if (!key) throw new TossError('NOT_FOUND_BILLING')
  if (key.removed) throw new TossError('ALREADY_REMOVED_BILLING_KEY')
  simulator.store.saveBillingKey({ ...key, removed: true })
  return undefined
}

/** Toss: billing goes with the API's keys, and needs a contract. */
function requireBillingShop({ merchant, family }: Credential): string {
  if (family !== 'api') throw new TossError('NOT_SUPPORTED_METHOD')
  return merchant.mId
}

function findKey(simulator: Simulator, mId: string, billingKey = ''): BillingKey | undefined {
  const key = simulator.store.findBillingKey(billingKey)
  return key?.mId === mId ? key : undefined
}

function readCharge(fields: Record<string, unknown>): BillingCharge {
  const { orderId, orderName, cardInstallmentPlan = 0, taxFreeAmount } = fields
  const amount = readAmount(fields.amount)
  if (amount <= 0) throw new TossError('BELOW_ZERO_AMOUNT')
  if (amount < LEAST_CARD_AMOUNT) throw new TossError('BELOW_MINIMUM_AMOUNT')
  if (orderId == null || orderName == null) throw new TossError('INVALID_REQUEST')
  if (!/^[A-Za-z0-9_\-=]{6,64}$/.test(String(orderId))) throw new TossError('INVALID_ORDER_ID')
  const name = readText(orderName, 500)
  if ([...name].length > 100) throw new TossError('INVALID_ORDER_NAME')
  checkInstallment(cardInstallmentPlan, amount)
  return {
    orderId: String(orderId),
    orderName: name,
    amount,
    taxFreeAmount: taxFreeAmount == null ? 0 : readAmount(taxFreeAmount),
    installmentPlanMonths: cardInstallmentPlan,
  }
}
