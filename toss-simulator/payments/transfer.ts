import { TossError } from '@/toss-simulator/errors'
import type { Payment } from '@/toss-simulator/payments/payment'

export const TRANSFER_MAXIMUM_AMOUNT = 10_000_000

/** @throws {TossError} EXCEEDS_TRANSFER_AMOUNT_MAXIMUM above 10,000,000 won */
export function checkTransferAmount(amount: number): void {
  if (amount > TRANSFER_MAXIMUM_AMOUNT) throw new TossError('EXCEEDS_TRANSFER_AMOUNT_MAXIMUM')
}

/** What a captured bank transfer shows. */
export function transferFields(bankCode: string): Partial<Payment> {
  return { method: '계좌이체', transfer: { bankCode, settlementStatus: 'INCOMPLETED' } }
}
