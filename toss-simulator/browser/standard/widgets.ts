import type { PaymentResult } from '../messages'
import { Agreement } from './agreement'
import { readAmount, type Amount } from './amount'
import { PublicError } from './errors'
import { PaymentMethods } from './payment-methods'
import { PaymentRequester, type PaymentRequest } from './request-payment'
import type { Session } from './session'

interface RenderRequest {
  selector?: unknown
  variantKey?: string
}

/** The widget product: `TossPayments(clientKey).widgets({customerKey})`. */
export function createWidgets(session: Session) {
  const requester = new PaymentRequester(session)
  const methods = new PaymentMethods(session)
  const agreement = new Agreement(session)
  let amount: Amount | null = null

  const amountOrThrow = () => {
    if (!amount) throw new PublicError('NOT_SETUP_AMOUNT')
    return amount.value
  }

  return {
    async setAmount(given: unknown): Promise<void> {
      amount = readAmount(given)
      methods.showAmount(amount.value)
    },
    async renderPaymentMethods(request: RenderRequest) {
      amountOrThrow()
      return methods.render(findTarget(request), request.variantKey ?? 'DEFAULT', amountOrThrow)
    },
    async renderAgreement(request: RenderRequest) {
      return agreement.render(findTarget(request), request.variantKey ?? 'DEFAULT')
    },
    async requestPayment(request: PaymentRequest): Promise<PaymentResult> {
      if (typeof request !== 'object' || request === null) throw new PublicError('INVALID_PARAMETERS')
      const value = amountOrThrow()
      if (value <= 0) throw new PublicError('BELOW_ZERO_AMOUNT')
      const { method, choice } = toMethod(methods.readChoice())
      agreement.check()
      return requester.request(request, { amount: value, method, choice })
    },
    async renderPaymentWindow(): Promise<never> {
      throw new PublicError('NOT_SUPPORTED_METHOD')
    },
    async requestPaymentWindow(): Promise<never> {
      throw new PublicError('NOT_SUPPORTED_METHOD')
    },
  }
}

/** The window asks for the bank of a transfer; every other choice is complete. */
function toMethod(choice: Record<string, unknown>) {
  return choice.method === 'TRANSFER' ? { method: 'TRANSFER', choice: null } : { method: 'CARD', choice }
}

function findTarget(request: RenderRequest | undefined): Element {
  const selector = request?.selector
  if (typeof selector !== 'string') throw new PublicError('INVALID_SELECTOR')
  try {
    const target = document.querySelector(selector)
    if (target) return target
  } catch {
    // Not a selector at all: the same refusal.
  }
  throw new PublicError('INVALID_SELECTOR')
}
