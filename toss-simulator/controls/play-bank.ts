import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'
import { acceptDeposit, undoDeposit } from '@/toss-simulator/payments/deposit'
import { expireIfDue } from '@/toss-simulator/payments/expire'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import { takeBack } from '@/toss-simulator/payments/take-back'
import type { Simulator } from '@/toss-simulator/simulator'

/**
 * `POST /__sim/payments/{paymentKey}/deposit {amount?, undo?}`: the buyer pays to the virtual account, or the bank takes
 * it back. Toss: a bank refuses any other amount, and then nothing happens. After the due date it is let through here,
 * as a deposit that is reported late.
 */
export const playDeposit: ControlHandler = (simulator, body, params) => {
  const record = findPayment(simulator, params)
  const { amount = record.payment.totalAmount, undo = false } = (body ?? {}) as Record<string, unknown>
  const { virtualAccount, status, totalAmount } = record.payment
  if (!virtualAccount || status !== (undo ? 'DONE' : 'WAITING_FOR_DEPOSIT'))
    refuse(`the payment is ${status}`)
  if (undo) return { accepted: true, status: undoDeposit(simulator, record).payment.status }
  if (amount !== totalAmount) return { accepted: false, status }
  return { accepted: true, status: acceptDeposit(simulator, record).payment.status }
}

/** `POST /__sim/payments/{paymentKey}/chargeback {amount?}`: the card company takes the money back. */
export const playChargeback: ControlHandler = (simulator, body, params) =>
  goBack(simulator, body, params, '카드사 이의 제기로 취소')

/** `POST /__sim/payments/{paymentKey}/dashboard-cancel {amount?}`: somebody cancels it in Toss's developer centre. */
export const playDashboardCancel: ControlHandler = (simulator, body, params) =>
  goBack(simulator, body, params, '상점 관리자에서 취소')

function goBack(simulator: Simulator, body: unknown, params: Record<string, string>, reason: string) {
  const record = findPayment(simulator, params)
  const { amount = record.payment.balanceAmount } = (body ?? {}) as Record<string, unknown>
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount))
    refuse('amount must be a whole number of won')
  return takeBack(simulator, record, { amount, reason }).payment
}

function findPayment(simulator: Simulator, { paymentKey = '' }: Record<string, string>): PaymentRecord {
  const record = simulator.store.findPayment(paymentKey)
  if (!record) throw new TossError('NOT_FOUND_PAYMENT')
  return expireIfDue(simulator, record)
}

function refuse(message: string): never {
  throw new TossError('INVALID_REQUEST', { message })
}
