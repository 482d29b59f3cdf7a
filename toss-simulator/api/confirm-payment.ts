import { setTimeout as sleep } from 'node:timers/promises'
import { TossError } from '@/toss-simulator/errors'
import type { ApiHandler } from '@/toss-simulator/api/handler'
import { readAmount, readBody, readText } from '@/toss-simulator/api/read-body'
import type { Credential } from '@/toss-simulator/merchants'
import { abort } from '@/toss-simulator/payments/abort'
import { capture } from '@/toss-simulator/payments/capture'
import { issueAccount } from '@/toss-simulator/payments/issue-account'
import { findByPaymentKey, isApproved, listByOrder } from '@/toss-simulator/payments/find'
import { minimumAmount } from '@/toss-simulator/payments/method-fields'
import type { Payment } from '@/toss-simulator/payments/payment'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

interface Confirm {
  paymentKey: string
  orderId: string
  amount: number
  decline: string | null
}

/** `POST /v1/payments/confirm`: takes the money of an authenticated payment, once. */
export const confirmPayment: ApiHandler = (simulator, { credential, body, decline }) => {
  const { paymentKey, orderId, amount } = readBody(body)
  return confirm(simulator, credential, {
    paymentKey: readText(paymentKey, 200),
    orderId: readText(orderId, 64),
    amount: readAmount(amount),
    decline,
  })
}

/** `POST /v1/payments/{paymentKey}`: the older address of the same thing. */
export const confirmPaymentByPath: ApiHandler = (simulator, { credential, params, body, decline }) => {
  const { orderId, amount } = readBody(body)
  return confirm(simulator, credential, {
    paymentKey: readText(params.paymentKey, 200),
    orderId: readText(orderId, 64),
    amount: readAmount(amount),
    decline,
  })
}

async function confirm(simulator: Simulator, credential: Credential, wanted: Confirm): Promise<Payment> {
  const record = findConfirmable(simulator, credential, wanted)
  if (simulator.confirming.has(wanted.paymentKey)) {
    throw new TossError('FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING', {
      message: '[S008] 기존 요청을 처리중입니다.',
    })
  }
  simulator.confirming.add(wanted.paymentKey)
  try {
    await sleep(simulator.rules.processingMs)
    // A reset in the meantime must not bring the payment back.
    if (!simulator.store.findPayment(wanted.paymentKey)) throw new TossError('NOT_FOUND_PAYMENT_SESSION')
    refuseDuplicate(simulator, record)
    const decline = record.declineCode ?? wanted.decline
    if (decline) {
      abort(simulator, record, decline)
      throw new TossError(decline)
    }
    const waits = record.choice?.kind === 'VIRTUAL_ACCOUNT'
    return (waits ? issueAccount : capture)(simulator, record).payment
  } finally {
    simulator.confirming.delete(wanted.paymentKey)
  }
}

/** Compares the request with what the window was opened with. Toss: confirm errors. */
function findConfirmable(
  simulator: Simulator,
  { merchant, family }: Credential,
  wanted: Confirm,
): PaymentRecord {
  const record = findByPaymentKey(simulator, merchant.mId, wanted.paymentKey)
  if (!record || record.family !== family) throw new TossError('NOT_FOUND_PAYMENT_SESSION')
  const { payment } = record
  if (payment.orderId !== wanted.orderId) throw new TossError('FORBIDDEN_REQUEST')
  if (isApproved(record) || payment.status === 'ABORTED') throw new TossError('ALREADY_PROCESSED_PAYMENT')
  if (payment.status !== 'IN_PROGRESS') throw new TossError('NOT_FOUND_PAYMENT_SESSION')
  if (payment.totalAmount !== wanted.amount) throw new TossError(simulator.rules.amountMismatchCode)
  if (record.choice && wanted.amount < minimumAmount(record.choice))
    throw new TossError('BELOW_MINIMUM_AMOUNT')
  refuseDuplicate(simulator, record)
  return record
}

function refuseDuplicate(simulator: Simulator, { payment }: PaymentRecord): void {
  const others = listByOrder(simulator, payment.mId, payment.orderId)
  const duplicate = others.some(
    (other) => other.payment.paymentKey !== payment.paymentKey && isApproved(other),
  )
  if (duplicate) throw new TossError('DUPLICATED_ORDER_ID')
}
