import type { ApiHandler } from '@/toss-simulator/api/handler'
import { TossError } from '@/toss-simulator/errors'
import { findByOrder, findByPaymentKey } from '@/toss-simulator/payments/find'

/** `GET /v1/payments/{paymentKey}` */
export const queryByPaymentKey: ApiHandler = (simulator, { credential, params }) => {
  const record = findByPaymentKey(simulator, credential.merchant.mId, params.paymentKey ?? '')
  if (!record) throw new TossError('NOT_FOUND_PAYMENT')
  return record.payment
}

/** `GET /v1/payments/orders/{orderId}` */
export const queryByOrderId: ApiHandler = (simulator, { credential, params }) => {
  const record = findByOrder(simulator, credential.merchant.mId, params.orderId ?? '')
  if (!record) throw new TossError('NOT_FOUND_PAYMENT')
  return record.payment
}
