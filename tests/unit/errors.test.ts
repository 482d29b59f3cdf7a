import { describe, expect, test } from 'vitest'
import { ERRORS, PosPayError, type ErrorCode } from '@/lib/errors'
import { toRefusal } from '@/lib/refusal'

// The public contract: clients switch on these.
const STATUS: Record<ErrorCode, number> = {
  INVALID_REQUEST: 400,
  INVALID_AMOUNT: 400,
  IDEMPOTENCY_KEY_REQUIRED: 400,
  UNAUTHENTICATED: 401,
  PAYMENT_DECLINED: 402,
  FORBIDDEN: 403,
  CSRF_REJECTED: 403,
  ACCOUNT_FROZEN: 403,
  DEBT_OUTSTANDING: 403,
  REAUTH_REQUIRED: 403,
  NOT_FOUND: 404,
  REQUEST_IN_PROGRESS: 409,
  SLOT_TAKEN: 409,
  STATE_CONFLICT: 409,
  SPACE_UNAVAILABLE: 409,
  ORDER_EXPIRED: 410,
  HOLD_EXPIRED: 410,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INSUFFICIENT_BALANCE: 422,
  LIMIT_EXCEEDED: 422,
  AMOUNT_MISMATCH: 422,
  IDEMPOTENCY_MISMATCH: 422,
  SELF_PAYMENT: 422,
  RATE_LIMITED: 429,
  TRY_AGAIN: 503,
}

describe('every refusal', () => {
  test('has its status and a sentence in Korean', () => {
    expect(Object.fromEntries(Object.entries(ERRORS).map(([code, { status }]) => [code, status]))).toEqual(
      STATUS,
    )
    for (const { message } of Object.values(ERRORS)) expect(message).toMatch(/[가-힣].*\.$/)
  })

  test('on purpose stays what it is', () => {
    const refusal = new PosPayError('LIMIT_EXCEEDED', { message: '한도를 넘었어요.' })
    expect(toRefusal(refusal, 'r')).toBe(refusal)
  })

  const wrapped = (cause: object) => new Error('Failed query: select … params: secret', { cause })

  test.each([
    [{ code: '23514', constraint: 'wallets_balance_floor' }, 'INSUFFICIENT_BALANCE'],
    [{ code: '23514', constraint: 'entries_amount_range' }, 'INVALID_AMOUNT'],
    [{ code: '23505', constraint: 'orders_payment_key_once' }, 'STATE_CONFLICT'],
    [{ code: '22003' }, 'INVALID_AMOUNT'],
    [{ code: '40P01' }, 'TRY_AGAIN'],
    [{ code: '23505', constraint: 'nobody_foresaw_this' }, 'TRY_AGAIN'],
  ])('of the database, %o, is translated and says nothing of it', (cause, code) => {
    const refusal = toRefusal(wrapped(cause), 'r')
    expect(refusal.code).toBe(code)
    expect(refusal.message).not.toMatch(/query|secret|select/)
  })

  test.each([new Error('boom'), 'boom', null, undefined, { code: 'ECONNREFUSED' }])(
    'that nobody foresaw, %s, asks to try again',
    (error) => {
      expect(toRefusal(error, 'r')).toMatchObject({ code: 'TRY_AGAIN', status: 503, retryAfterSeconds: 5 })
    },
  )
})
