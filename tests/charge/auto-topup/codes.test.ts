import { describe, expect, test } from 'vitest'
import { classifyChargeCode, isDeadKey } from '@/lib/toss/codes'

// Toss's lists for charging a registered card, written out from its documentation and next to what each must come to.
const DECLINED = `
  INVALID_CARD_EXPIRATION INVALID_CARD_NUMBER INVALID_CARD_PASSWORD INVALID_CARD_IDENTITY INVALID_STOPPED_CARD
  INVALID_REJECT_CARD INVALID_BIRTH_DAY_FORMAT NOT_SUPPORTED_CARD_TYPE NOT_REGISTERED_CARD_COMPANY
  NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN INVALID_CARD_INSTALLMENT_PLAN BELOW_MINIMUM_AMOUNT NOT_ALLOWED_POINT_USE
  NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT
  EXCEED_MAX_AUTH_COUNT REJECT_CARD_COMPANY REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT`
const REFUSED = `
  INVALID_REQUEST INVALID_EMAIL INVALID_ORDER_ID INVALID_REQUIRED_PARAM INVALID_BILL_KEY_REQUEST INVALID_BILLING_AUTH
  NOT_MATCHES_CUSTOMER_KEY ALREADY_REMOVED_BILLING_KEY`
const CONFIGURATION = 'UNAUTHORIZED_KEY INCORRECT_BASIC_AUTH_FORMAT NOT_SUPPORTED_METHOD'
const UNKNOWN = `
  DUPLICATED_ORDER_ID FAILED_CARD_COMPANY_RESPONSE FAILED_BILLING_AUTO_CANCEL FAILED_INTERNAL_SYSTEM_PROCESSING
  FAILED_DB_PROCESSING FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING COMMON_ERROR IDEMPOTENT_REQUEST_PROCESSING`

const rows = Object.entries({
  declined: DECLINED,
  refused: REFUSED,
  configuration: CONFIGURATION,
  unknown: UNKNOWN,
}).flatMap(([kind, codes]) =>
  codes
    .trim()
    .split(/\s+/)
    .map((code) => [code, kind] as const),
)

describe('an answer to charging a registered card', () => {
  test.each(rows)('%s is %s', (code, kind) => {
    expect(classifyChargeCode(code)).toBe(kind)
  })

  test('that nobody lists says nothing', () => {
    expect(classifyChargeCode('SOMETHING_NEW')).toBeNull()
  })

  test.each([
    'INVALID_BILL_KEY_REQUEST',
    'INVALID_BILLING_AUTH',
    'NOT_MATCHES_CUSTOMER_KEY',
    'ALREADY_REMOVED_BILLING_KEY',
  ])('is about the key itself: %s', (code) => expect(isDeadKey(code)).toBe(true))

  test('of a card over its limit is not about the key', () => {
    expect(isDeadKey('REJECT_CARD_PAYMENT')).toBe(false)
  })
})
