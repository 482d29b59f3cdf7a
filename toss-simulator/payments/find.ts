import { expireIfDue } from '@/toss-simulator/payments/expire'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** A shop's payment as it stands now; another shop's is as good as absent. */
export function findByPaymentKey(
  simulator: Simulator,
  mId: string,
  paymentKey: string,
): PaymentRecord | undefined {
  const record = simulator.store.findPayment(paymentKey)
  return record?.payment.mId === mId ? expireIfDue(simulator, record) : undefined
}

/** All payments that a shop opened for an order, oldest first. */
export function listByOrder(simulator: Simulator, mId: string, orderId: string): PaymentRecord[] {
  return simulator.store
    .listPayments()
    .filter(({ payment }) => payment.mId === mId && payment.orderId === orderId)
    .map((record) => expireIfDue(simulator, record))
}

/** The payment that stands for an order: the one that was approved, else the newest. */
export function findByOrder(simulator: Simulator, mId: string, orderId: string): PaymentRecord | undefined {
  const records = listByOrder(simulator, mId, orderId)
  return records.find(isApproved) ?? records.at(-1)
}

/** Whether money moved for this payment, cancelled since or not. */
export function isApproved({ payment }: PaymentRecord): boolean {
  return payment.approvedAt !== null || payment.status === 'WAITING_FOR_DEPOSIT'
}
