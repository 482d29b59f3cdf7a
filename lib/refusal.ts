import { sqlState, violatedConstraint } from '@/db/sql-state'
import { PosPayError, type ErrorCode } from './errors'
import { describeError, log } from './log'

/** What the database's own refusals mean to a user, by constraint. */
const BY_CONSTRAINT: Record<string, ErrorCode> = {
  wallets_balance_floor: 'INSUFFICIENT_BALANCE',
  orders_amount_positive: 'INVALID_AMOUNT',
  entries_amount_range: 'INVALID_AMOUNT',
  orders_payment_key_once: 'STATE_CONFLICT',
  bookings_no_overlap: 'SLOT_TAKEN',
  bookings_not_own_space: 'SELF_PAYMENT',
  bookings_order_once: 'STATE_CONFLICT',
}

const NUMERIC_OUT_OF_RANGE = '22003'

/**
 * Any error as something that may be shown. What nobody foresaw is logged, without its parameters, and becomes
 * TRY_AGAIN: never a stack, SQL or another's words.
 */
export function toRefusal(error: unknown, requestId: string): PosPayError {
  if (error instanceof PosPayError) return error
  const code = BY_CONSTRAINT[violatedConstraint(error) ?? '']
  if (code) return new PosPayError(code, { cause: error })
  if (sqlState(error) === NUMERIC_OUT_OF_RANGE) return new PosPayError('INVALID_AMOUNT', { cause: error })
  log.error({ requestId, ...describeError(error) }, 'unexpected error')
  return new PosPayError('TRY_AGAIN', { retryAfterSeconds: 5, cause: error })
}
