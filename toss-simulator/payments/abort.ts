import { findError } from '@/toss-simulator/error-table'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** Refuses the confirm: the payment is ABORTED for good. */
export function abort(simulator: Simulator, record: PaymentRecord, code: string): void {
  const failure = { code, message: findError(code)?.message ?? '결제에 실패했습니다.' }
  simulator.store.savePayment({ ...record, payment: { ...record.payment, status: 'ABORTED', failure } })
}
