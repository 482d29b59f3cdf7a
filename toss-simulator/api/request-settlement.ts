import type { ApiHandler } from '@/toss-simulator/api/handler'
import { readBody, readText } from '@/toss-simulator/api/read-body'
import { TossError } from '@/toss-simulator/errors'
import { findByPaymentKey, isApproved } from '@/toss-simulator/payments/find'

/** `POST /v1/settlements {paymentKey}`: with a contract for it, a payment is settled once the shop asks. */
export const requestSettlement: ApiHandler = (simulator, { credential, body }) => {
  const paymentKey = readText(readBody(body).paymentKey, 200)
  if (!simulator.rules.manualSettlement) throw new TossError('FORBIDDEN_REQUEST')
  const record = findByPaymentKey(simulator, credential.merchant.mId, paymentKey)
  if (!record) throw new TossError('NOT_FOUND_PAYMENT')
  if (!isApproved(record)) throw new TossError('NOT_FOUND')
  if (record.settlementAskedAt === undefined) {
    simulator.store.savePayment({ ...record, settlementAskedAt: simulator.clock.now() })
  }
  return { result: true }
}
