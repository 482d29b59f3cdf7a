import type { HistoryItem } from '@/lib/ledger/read'

/** Where what caused a line of the history is shown. */
export function receiptPath({ type, reference }: Pick<HistoryItem, 'type' | 'reference'>): string {
  if (isOfCharge(type)) return `/wallet/charge/${reference}`
  if (isByOperators(type)) return '/wallet/history'
  return type.startsWith('withdraw') ? `/owner/withdrawals/${reference}` : `/bookings/${reference}`
}

/** Whether a line of the history came of a charge, so that its reference is an order. */
export function isOfCharge(type: HistoryItem['type']): boolean {
  return type === 'suspense_in' || type.startsWith('charge')
}

/** Whether operators moved it, so that its line is all there is to show. */
export function isByOperators(type: HistoryItem['type']): boolean {
  return type === 'adjustment' || type === 'bank_transfer' || type === 'write_off'
}
