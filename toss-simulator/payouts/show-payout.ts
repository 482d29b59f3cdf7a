import { formatTime } from '@/toss-simulator/clock'
import type { PayoutRecord } from '@/toss-simulator/payouts/payout'

/** As Toss answers with it. */
export function showPayout({ id, fields, requestedAt, status, error }: PayoutRecord) {
  const { refPayoutId, destination, scheduleType, payoutDate, amount, transactionDescription, metadata } =
    fields
  return {
    id,
    refPayoutId,
    destination,
    scheduleType,
    payoutDate,
    amount,
    transactionDescription,
    requestedAt: formatTime(requestedAt),
    status,
    error,
    metadata,
  }
}
