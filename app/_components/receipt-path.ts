import type { HistoryItem } from '@/lib/ledger/read'

/** Where what caused a line of the history is shown. */
export function receiptPath({ type, reference }: Pick<HistoryItem, 'type' | 'reference'>): string {
  return type === 'charge' || type === 'suspense_in'
    ? `/wallet/charge/${reference}`
    : `/bookings/${reference}`
}
