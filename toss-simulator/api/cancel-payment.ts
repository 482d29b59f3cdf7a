import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiHandler } from '@/toss-simulator/api/handler'
import { readAmount, readBody, readText } from '@/toss-simulator/api/read-body'
import { TossError } from '@/toss-simulator/errors'
import type { Credential } from '@/toss-simulator/merchants'
import { cancel } from '@/toss-simulator/payments/cancel'
import { findByPaymentKey } from '@/toss-simulator/payments/find'
import { findBank } from '@/toss-simulator/payments/institutions'
import type { Payment } from '@/toss-simulator/payments/payment'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import { isPastRefundDue } from '@/toss-simulator/payments/refund-due'
import type { Simulator } from '@/toss-simulator/simulator'

interface Cancel {
  cancelReason: string
  /** Absent: all that is left. */
  cancelAmount: number | undefined
  /** What the shop believes is left. */
  refundableAmount: number | undefined
  currency: string | undefined
  withAccount: boolean
}

/** `POST /v1/payments/{paymentKey}/cancel`: gives money back, all that is left unless an amount is named. */
export const cancelPayment: ApiHandler = async (simulator, { credential, params, body }) => {
  const wanted = readCancel(readBody(body))
  const paymentKey = readText(params.paymentKey, 200)
  await sleep(simulator.rules.processingMs)
  // Looked up only now, and nothing is waited for below: of two at once the second sees what the first did.
  const record = findCancelable(simulator, credential, paymentKey)
  const amount = checkAmount(record.payment, wanted)
  checkAccount(record.payment, wanted)
  if (isPastRefundDue(record.payment, simulator.clock.now())) throw new TossError('EXCEED_MAX_REFUND_DUE')
  return cancel(simulator, record, amount, wanted.cancelReason).payment
}

function readCancel(fields: Record<string, unknown>): Cancel {
  const optional = <T>(value: unknown, read: (value: unknown) => T) =>
    value === undefined || value === null ? undefined : read(value)
  return {
    cancelReason: readText(fields.cancelReason, 200),
    cancelAmount: optional(fields.cancelAmount, readPositive),
    refundableAmount: optional(fields.refundableAmount, readAmount),
    currency: optional(fields.currency, (value) => readText(value, 3)),
    withAccount: optional(fields.refundReceiveAccount, readAccount) ?? false,
  }
}

function readPositive(value: unknown): number {
  const amount = readAmount(value)
  if (amount <= 0) throw new TossError('INVALID_REQUEST')
  return amount
}

/** Toss: the bank's code is called `bank` here, though answers call it `bankCode`. */
function readAccount(value: unknown): true {
  const { bank, accountNumber, holderName } = (value ?? {}) as Record<string, unknown>
  if (!findBank(readText(bank, 20))) throw new TossError('INVALID_BANK')
  if (!/^\d{1,20}$/.test(readText(accountNumber, 20))) throw new TossError('INVALID_REFUND_ACCOUNT_NUMBER')
  readText(holderName, 60)
  return true
}

function findCancelable(
  simulator: Simulator,
  { merchant, family }: Credential,
  paymentKey: string,
): PaymentRecord {
  const record = findByPaymentKey(simulator, merchant.mId, paymentKey)
  if (!record || record.family !== family) throw new TossError('NOT_FOUND_PAYMENT')
  switch (record.payment.status) {
    case 'DONE':
    case 'PARTIAL_CANCELED':
    case 'WAITING_FOR_DEPOSIT':
      return record
    case 'CANCELED':
      throw new TossError('ALREADY_CANCELED_PAYMENT')
    default:
      throw new TossError('NOT_CANCELABLE_PAYMENT')
  }
}

/** What is given back. Toss: more than is left is 403, also when nothing is. */
function checkAmount(payment: Payment, { cancelAmount, refundableAmount, currency }: Cancel): number {
  const { balanceAmount } = payment
  const amount = cancelAmount ?? balanceAmount
  if (currency !== undefined && currency !== payment.currency) throw new TossError('INVALID_CURRENCY')
  if (refundableAmount !== undefined && refundableAmount !== balanceAmount)
    throw new TossError('NOT_MATCHES_REFUNDABLE_AMOUNT')
  if (amount === 0 || amount > balanceAmount) throw new TossError('NOT_CANCELABLE_AMOUNT')
  if (amount === payment.totalAmount) return amount
  if (payment.status === 'WAITING_FOR_DEPOSIT')
    throw new TossError('NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT')
  if (payment.discount && amount < payment.discount.amount)
    throw new TossError('EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT')
  if (!payment.isPartialCancelable) throw new TossError('NOT_ALLOWED_PARTIAL_REFUND')
  return amount
}

/** Toss: an account to refund to comes only and always with a virtual account that was paid into. */
function checkAccount({ method, status }: Payment, { withAccount }: Cancel): void {
  const needed = method === '가상계좌' && status !== 'WAITING_FOR_DEPOSIT'
  if (withAccount !== needed) throw new TossError('INVALID_REQUEST')
}
