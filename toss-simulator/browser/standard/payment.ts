import type { PaymentResult } from '../messages'
import { readAmount } from './amount'
import { PublicError } from './errors'
import { ANONYMOUS } from './keys'
import { PaymentRequester, type PaymentRequest } from './request-payment'
import type { Session } from './session'

const METHODS = ['CARD', 'TRANSFER']

/** The payment window product: `TossPayments(clientKey).payment({customerKey})`. */
export function createPayment(session: Session) {
  const requester = new PaymentRequester(session)
  return {
    async requestPayment(request: PaymentRequest): Promise<PaymentResult> {
      if (typeof request !== 'object' || request === null) throw new PublicError('INVALID_PARAMETERS')
      if (!METHODS.includes(String(request.method))) throw new PublicError('NOT_SUPPORTED_METHOD')
      const { value } = readAmount(request.amount)
      if (value <= 0) throw new PublicError('BELOW_ZERO_AMOUNT')
      return requester.request(request, { amount: value })
    },
    async requestBillingAuth(request: PaymentRequest): Promise<void> {
      if (typeof request !== 'object' || request === null) throw new PublicError('INVALID_PARAMETERS')
      if (request.method !== 'CARD') throw new PublicError('NOT_SUPPORTED_METHOD')
      if (session.customerKey === ANONYMOUS) throw new PublicError('INVALID_CUSTOMER_KEY')
      return requester.register(request)
    },
    async destroy(): Promise<void> {
      requester.destroy()
    },
  }
}
