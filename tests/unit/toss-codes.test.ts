import { expect, test } from 'vitest'
import {
  classifyCancelCode,
  classifyChargeCode,
  classifyConfirmCode,
  classifyIssueCode,
  classifyPayoutCancelCode,
  classifyPayoutCode,
  classifySellerCode,
  isDeadKey,
} from '@/lib/toss/codes'

const REQUESTS = {
  'confirming a payment': classifyConfirmCode,
  'cancelling a payment': classifyCancelCode,
  'charging a card': classifyChargeCode,
  'registering a card': classifyIssueCode,
  'registering a seller': classifySellerCode,
  'asking for a payout': classifyPayoutCode,
  'taking a payout back': classifyPayoutCancelCode,
}
type Request = keyof typeof REQUESTS

test.each<[Request, string, string | null]>([
  ['confirming a payment', 'REJECT_CARD_PAYMENT', 'declined'],
  ['confirming a payment', 'INVALID_REQUEST', 'refused'],
  ['confirming a payment', 'UNAUTHORIZED_KEY', 'configuration'],
  ['confirming a payment', 'PROVIDER_ERROR', 'unknown'],
  ['cancelling a payment', 'ALREADY_CANCELED_PAYMENT', 'refused'],
  ['cancelling a payment', 'EXCEED_CANCEL_LIMIT', 'refused'],
  ['cancelling a payment', 'INVALID_API_KEY', 'configuration'],
  ['cancelling a payment', 'NOT_MATCHES_REFUNDABLE_AMOUNT', 'unknown'],
  ['cancelling a payment', 'TOO_MANY_REQUESTS', 'unknown'],
  ['charging a card', 'REJECT_CARD_PAYMENT', 'declined'],
  ['charging a card', 'UNAUTHORIZED_KEY', 'configuration'],
  ['charging a card', 'PROVIDER_ERROR', 'unknown'],
  ['registering a card', 'NOT_FOUND_BILLING', 'declined'],
  ['registering a card', 'FORBIDDEN_REQUEST', 'declined'],
  ['registering a card', 'NOT_SUPPORTED_METHOD', 'configuration'],
  ['registering a card', 'COMMON_ERROR', 'unknown'],
  ['registering a seller', 'INVALID_BUSINESS_NUMBER', 'declined'],
  ['registering a seller', 'FORBIDDEN_REQUEST', 'configuration'],
  ['registering a seller', 'INVALID_API_KEY', 'configuration'],
  ['registering a seller', 'DUPLICATED_REQUEST', 'unknown'],
  ['asking for a payout', 'NOT_ENOUGH_AMOUNT', 'refused'],
  ['asking for a payout', 'UNAUTHORIZED_KEY', 'configuration'],
  ['asking for a payout', 'FORBIDDEN_REQUEST', 'configuration'],
  ['asking for a payout', 'UNKNOWN_ERROR', 'unknown'],
  ['asking for a payout', 'PAYOUT_NOT_FOUND', 'unknown'],
  ['taking a payout back', 'PAYOUT_NOT_FOUND', 'refused'],
  ['taking a payout back', 'INVALID_API_KEY', 'configuration'],
  ['taking a payout back', 'INVALID_IDEMPOTENCY_KEY', 'unknown'],
])('%s: %s is %s', (request, code, kind) => {
  expect(REQUESTS[request](code)).toBe(kind)
})

test.each(Object.keys(REQUESTS) as Request[])('%s: a code that is in no list has no class', (request) => {
  for (const code of ['NEVER_SEEN', '']) expect(REQUESTS[request](code)).toBeNull()
})

test('a billing key is dead by every code that says so, and by no other', () => {
  for (const code of ['INVALID_BILL_KEY_REQUEST', 'NOT_MATCHES_CUSTOMER_KEY', 'NOT_FOUND_BILLING'])
    expect(isDeadKey(code)).toBe(true)
  for (const code of ['REJECT_CARD_PAYMENT', '']) expect(isDeadKey(code)).toBe(false)
})
