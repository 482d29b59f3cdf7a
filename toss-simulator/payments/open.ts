import { TossError } from '@/toss-simulator/errors'
import { findByClientKey } from '@/toss-simulator/merchants'
import { checkInstallment, readChoice, type MethodChoice } from '@/toss-simulator/payments/choice'
import { findCardCompany, findEasyPay } from '@/toss-simulator/payments/institutions'
import { newPayment } from '@/toss-simulator/payments/payment'
import type { AskedMethod, PaymentRecord, ReturnAddress } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** What `requestPayment` sends, before anything about it is known to be right. */
export interface OpenRequest {
  clientKey?: unknown
  customerKey?: unknown
  orderId?: unknown
  orderName?: unknown
  amount?: unknown
  taxFreeAmount?: unknown
  customerEmail?: unknown
  customerName?: unknown
  customerMobilePhone?: unknown
  metadata?: unknown
  method?: unknown
  card?: unknown
  /** How the widget's buyer chose to pay; the payment window asks for what is not here. */
  choice?: unknown
}

export const ANONYMOUS = '@@ANONYMOUS'

/**
 * Opens a payment: READY, for 30 minutes.
 * @throws {TossError} the code that Toss's script or API documents for the first thing wrong with the request
 */
export function openPayment(
  simulator: Simulator,
  request: OpenRequest,
  returnAddress: ReturnAddress | null,
): PaymentRecord {
  const credential = findByClientKey(simulator.merchants, String(request.clientKey))
  if (!credential) throw new TossError('INVALID_CLIENT_KEY')
  const customerKey = readCustomerKey(request.customerKey)
  const amount = readAmount(request.amount)
  const orderId = readOrderId(request.orderId)
  const orderName = readOrderName(request.orderName)
  checkCustomer(request)
  checkCardOptions(request.card, amount)
  const record: PaymentRecord = {
    payment: newPayment(simulator, {
      mId: credential.merchant.mId,
      orderId,
      orderName,
      amount,
      taxFreeAmount: readTaxFree(request.taxFreeAmount, amount),
      metadata: readMetadata(request.metadata),
    }),
    family: credential.family,
    customerKey,
    customerName: typeof request.customerName === 'string' ? request.customerName : null,
    asked: readMethod(request.method),
    choice: presetChoice(request, amount),
    openedAt: simulator.clock.now(),
    authenticatedAt: null,
    declineCode: null,
    returnAddress,
    transactions: [],
    effectiveConfirms: 0,
    planted: false,
  }
  simulator.store.savePayment(record)
  return record
}

/** Toss: 2 to 50 characters of letters, digits and - _ = . @, or the constant for buyers without an account. */
function readCustomerKey(customerKey: unknown): string | null {
  if (customerKey === ANONYMOUS) return null
  if (typeof customerKey !== 'string' || !/^[A-Za-z0-9\-_=.@]{2,50}$/.test(customerKey)) {
    throw new TossError('INVALID_CUSTOMER_KEY', { message: 'customerKey가 올바르지 않습니다.' })
  }
  return customerKey
}

function readMethod(method: unknown): AskedMethod {
  if (method === 'CARD' || method === 'TRANSFER' || method === 'VIRTUAL_ACCOUNT') return method
  throw new TossError('NOT_SUPPORTED_METHOD')
}

function readAmount(amount: unknown): number {
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) {
    throw new TossError('INVALID_AMOUNT_VALUE', { message: '결제 금액이 올바르지 않습니다.' })
  }
  if (amount <= 0) throw new TossError('BELOW_ZERO_AMOUNT')
  return amount
}

function readOrderId(orderId: unknown): string {
  if (typeof orderId !== 'string' || !/^[A-Za-z0-9_\-=]{6,64}$/.test(orderId))
    throw new TossError('INVALID_ORDER_ID')
  return orderId
}

function readOrderName(orderName: unknown): string {
  if (typeof orderName !== 'string' || orderName.trim() === '') throw new TossError('INVALID_REQUIRED_PARAM')
  if ([...orderName].length > 100) throw new TossError('INVALID_ORDER_NAME')
  return orderName
}

function checkCustomer({ customerEmail, customerName, customerMobilePhone }: OpenRequest): void {
  if (customerEmail != null && !(isText(customerEmail, 100) && /^[^\s@]+@[^\s@]+$/.test(customerEmail))) {
    throw new TossError('INVALID_EMAIL')
  }
  if (customerName != null && !isText(customerName, 100)) throw invalidParameters('customerName')
  if (customerMobilePhone != null && !/^\d{8,15}$/.test(String(customerMobilePhone))) {
    throw invalidParameters('customerMobilePhone')
  }
}

function readTaxFree(taxFreeAmount: unknown, amount: number): number {
  if (taxFreeAmount == null) return 0
  const valid = typeof taxFreeAmount === 'number' && Number.isSafeInteger(taxFreeAmount)
  if (!valid || taxFreeAmount < 0 || taxFreeAmount > amount) throw invalidParameters('taxFreeAmount')
  return taxFreeAmount
}

/** Toss: at most five pairs; keys up to 40 characters without brackets, values up to 2,000. */
function readMetadata(metadata: unknown): Record<string, unknown> | null {
  if (metadata == null) return null
  const pairs = typeof metadata === 'object' && !Array.isArray(metadata) ? Object.entries(metadata) : null
  const valid = pairs?.every(([key, value]) => key.length <= 40 && !/[[\]]/.test(key) && isText(value, 2000))
  if (!pairs || pairs.length > 5 || !valid) {
    throw new TossError('INVALID_METADATA', { message: 'metadata가 올바르지 않습니다.' })
  }
  return Object.fromEntries(pairs)
}

function checkCardOptions(card: unknown, amount: number): void {
  if (card == null) return
  const options = card as Record<string, unknown>
  const { flowMode, cardCompany, easyPay, cardInstallmentPlan, maxCardInstallmentPlan } = options
  if (flowMode === 'DIRECT' && !cardCompany && !easyPay) throw new TossError('INVALID_FLOW_MODE_PARAMETERS')
  if (cardCompany && !findCardCompany(cardCompany)) throw new TossError('INVALID_CARD_COMPANY')
  if (cardInstallmentPlan != null && maxCardInstallmentPlan != null) {
    throw new TossError('INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE')
  }
  if (cardInstallmentPlan != null) checkInstallment(cardInstallmentPlan, amount)
}

function presetChoice(request: OpenRequest, amount: number): MethodChoice | null {
  if (request.choice != null) return readChoice(request.choice, amount)
  if (request.method !== 'CARD') return null
  const { cardCompany, easyPay, flowMode, cardInstallmentPlan } = (request.card ?? {}) as Record<
    string,
    unknown
  >
  if (cardCompany)
    return readChoice(
      { method: 'CARD', cardCompany, installmentPlanMonths: cardInstallmentPlan ?? 0 },
      amount,
    )
  if (flowMode === 'DIRECT' && findEasyPay(easyPay)) return readChoice({ easyPayProvider: easyPay }, amount)
  return null
}

function isText(value: unknown, limit: number): value is string {
  return typeof value === 'string' && value.length <= limit
}

function invalidParameters(field: string): TossError {
  return new TossError('INVALID_PARAMETERS', { message: `${field} 값이 올바르지 않습니다.` })
}
