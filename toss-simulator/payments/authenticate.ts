import { TossError } from '@/toss-simulator/errors'
import type { MethodChoice } from '@/toss-simulator/payments/choice'
import { checkTransferAmount } from '@/toss-simulator/payments/transfer'
import { methodFields } from '@/toss-simulator/payments/method-fields'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/**
 * The buyer proves who they are: READY becomes IN_PROGRESS, and nothing is captured.
 * @param declineCode what the later confirm is to be refused with, if the buyer wants that; else what was wished before
 * @throws {TossError} NOT_FOUND_PAYMENT_SESSION unless the payment is READY
 */
export function authenticateBuyer(
  simulator: Simulator,
  record: PaymentRecord,
  choice: MethodChoice,
  declineCode: string | null,
): PaymentRecord {
  if (record.payment.status !== 'READY') throw new TossError('NOT_FOUND_PAYMENT_SESSION')
  if (choice.kind === 'TRANSFER') checkTransferAmount(record.payment.totalAmount)
  const { method = null } = methodFields(choice, record.payment.totalAmount)
  const authenticated: PaymentRecord = {
    ...record,
    payment: { ...record.payment, status: 'IN_PROGRESS', method },
    choice,
    declineCode: declineCode ?? record.declineCode,
    authenticatedAt: simulator.clock.now(),
  }
  simulator.store.savePayment(authenticated)
  return authenticated
}
