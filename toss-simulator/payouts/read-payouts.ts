import { readAmount, readText } from '@/toss-simulator/api/read-body'
import { dayOf } from '@/toss-simulator/clock'
import { TossError } from '@/toss-simulator/errors'
import type { PayoutFields } from '@/toss-simulator/payouts/payout'
import { readMetadata } from '@/toss-simulator/payouts/read-metadata'

const MOST_AT_ONCE = 100
/** Toss: less than a billion won. */
const AMOUNT_LIMIT = 1_000_000_000

/**
 * Toss: an array, also of one.
 * @throws {TossError} for the first member that cannot be right
 */
export function readPayouts(body: string, now: number): PayoutFields[] {
  const items = parse(body)
  if (!Array.isArray(items) || items.length === 0 || items.length > MOST_AT_ONCE)
    throw new TossError('INVALID_REQUEST')
  return items.map((item) => readPayout(item, now))
}

function readPayout(item: unknown, now: number): PayoutFields {
  const { refPayoutId, destination, scheduleType, payoutDate, amount, transactionDescription, metadata } =
    (item ?? {}) as Record<string, unknown>
  if (scheduleType !== 'EXPRESS' && scheduleType !== 'SCHEDULED') throw new TossError('INVALID_REQUEST')
  const scheduled = scheduleType === 'SCHEDULED'
  if (!scheduled && payoutDate != null) throw new TossError('INVALID_REQUEST')
  return {
    refPayoutId: readText(refPayoutId, 50),
    destination: readText(destination, 100),
    scheduleType,
    payoutDate: scheduled ? readDay(payoutDate) : dayOf(now),
    amount: readWon(amount),
    transactionDescription: transactionDescription == null ? null : readText(transactionDescription, 7),
    metadata: readMetadata(metadata),
  }
}

function readWon(amount: unknown): PayoutFields['amount'] {
  const { currency, value } = (amount ?? {}) as Record<string, unknown>
  const won = readAmount(value)
  if (currency !== 'KRW' || won <= 0 || AMOUNT_LIMIT <= won) throw new TossError('INVALID_REQUEST')
  return { currency, value: won }
}

function readDay(day: unknown): string {
  const text = readText(day, 10)
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw new TossError('INVALID_PAYABLE_DATE')
  return text
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new TossError('INVALID_REQUEST')
  }
}
