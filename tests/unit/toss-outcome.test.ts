import { describe, expect, test } from 'vitest'
import type { Billing } from '@/lib/toss/billing'
import type { TossAnswer } from '@/lib/toss/client'
import { confirmOutcome, issueOutcome, queryOutcome } from '@/lib/toss/outcome'
import { paymentSchema } from '@/lib/toss/payment'

const error = (code: string): TossAnswer => ({ kind: 'error', httpStatus: 400, code })
const lost: TossAnswer = { kind: 'unanswered', reason: 'ECONNRESET' }
const payment = paymentSchema.parse({
  mId: 'tvivarepublica',
  paymentKey: 'key',
  orderId: 'order',
  status: 'DONE',
  totalAmount: 1_000,
  currency: 'KRW',
})
const shown: TossAnswer = { kind: 'payment', httpStatus: 200, payment }

describe('an answer to confirm', () => {
  test('that shows the payment says no more than that', () => {
    expect(confirmOutcome(shown)).toEqual({ kind: 'payment', payment })
  })

  test('that never came leaves the outcome unknown, and calls nobody', () => {
    expect(confirmOutcome(lost)).toEqual({ kind: 'unknown', code: 'ECONNRESET', alarm: null })
  })

  test.each([
    ['REJECT_CARD_PAYMENT', { kind: 'declined', code: 'REJECT_CARD_PAYMENT' }],
    ['INVALID_REQUEST', { kind: 'refused', code: 'INVALID_REQUEST' }],
    ['PROVIDER_ERROR', { kind: 'unknown', code: 'PROVIDER_ERROR', alarm: null }],
    ['UNAUTHORIZED_KEY', { kind: 'unknown', code: 'UNAUTHORIZED_KEY', alarm: 'configuration' }],
    ['NEVER_SEEN', { kind: 'unknown', code: 'NEVER_SEEN', alarm: 'unlisted_code' }],
    ['', { kind: 'unknown', code: '', alarm: 'unlisted_code' }],
  ])('%s', (code, outcome) => {
    expect(confirmOutcome(error(code))).toEqual(outcome)
  })
})

describe('an answer to a query', () => {
  test('that shows the payment says no more than that', () => {
    expect(queryOutcome(shown)).toEqual({ kind: 'payment', payment })
  })

  test('that never came says nothing of the payment', () => {
    expect(queryOutcome(lost)).toEqual({ kind: 'unknown', code: 'ECONNRESET', alarm: null })
  })

  test.each(['NOT_FOUND_PAYMENT', 'NOT_FOUND'])('%s: Toss knows no such payment', (code) => {
    expect(queryOutcome(error(code))).toEqual({ kind: 'absent' })
  })

  test.each([
    ['INCORRECT_BASIC_AUTH_FORMAT', 'configuration'],
    // Those of confirm say nothing here: a query takes nothing, and so declines nothing.
    ['REJECT_CARD_PAYMENT', null],
    ['NEVER_SEEN', null],
  ])('%s leaves it unknown', (code, alarm) => {
    expect(queryOutcome(error(code))).toEqual({ kind: 'unknown', code, alarm })
  })
})

describe('an answer to registering a card', () => {
  const billing = { billingKey: 'billing', customerKey: 'customer' } as Billing

  test('that brings the card brings nothing else', () => {
    expect(issueOutcome({ kind: 'billing', httpStatus: 200, billing })).toEqual({ kind: 'billing', billing })
  })

  test('that never came leaves it unknown', () => {
    expect(issueOutcome(lost)).toEqual({ kind: 'unknown', code: 'ECONNRESET', alarm: null })
  })

  test.each([
    ['INVALID_CARD_NUMBER', { kind: 'declined', code: 'INVALID_CARD_NUMBER' }],
    ['UNAUTHORIZED_KEY', { kind: 'unknown', code: 'UNAUTHORIZED_KEY', alarm: 'configuration' }],
    ['PROVIDER_ERROR', { kind: 'unknown', code: 'PROVIDER_ERROR', alarm: null }],
    ['NEVER_SEEN', { kind: 'unknown', code: 'NEVER_SEEN', alarm: 'unlisted_code' }],
  ])('%s', (code, outcome) => {
    expect(issueOutcome({ kind: 'error', httpStatus: 400, code })).toEqual(outcome)
  })
})
