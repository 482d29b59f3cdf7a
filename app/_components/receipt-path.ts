import type { HistoryItem } from '@/lib/ledger/read'

const OF_CHARGES: HistoryItem['type'][] = ['charge', 'charge_reversal', 'suspense_in']

/** Whether a line of the history comes from a charge; the others come from a booking. */
export function isOfCharge({ type }: Pick<HistoryItem, 'type'>): boolean {
  return OF_CHARGES.includes(type)
}

/** Where what caused a line of the history is shown. */
export function receiptPath(item: Pick<HistoryItem, 'type' | 'reference'>): string {
  return isOfCharge(item) ? `/wallet/charge/${item.reference}` : `/bookings/${item.reference}`
}
