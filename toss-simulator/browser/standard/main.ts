import { PublicError } from './errors'
import { ANONYMOUS, readCustomerKey, readKeyFamily } from './keys'
import { createPayment } from './payment'
import { createWidgets } from './widgets'

declare global {
  interface Window {
    TossPayments?: unknown
  }
}

const origin = new URL((document.currentScript as HTMLScriptElement).src).origin

/** The global that Toss's loader and HTML samples use. */
function TossPayments(clientKey: string) {
  const family = readKeyFamily(clientKey)
  return {
    widgets(parameters: unknown) {
      if (family !== 'widget') throw new PublicError('NOT_SUPPORTED_API_INDIVIDUAL_KEY')
      return createWidgets({ origin, clientKey, family, customerKey: readCustomerKey(parameters) })
    },
    payment(parameters: unknown) {
      if (family !== 'api') throw new PublicError('NOT_SUPPORTED_WIDGET_KEY')
      return createPayment({ origin, clientKey, family, customerKey: readCustomerKey(parameters) })
    },
    brandpay(): never {
      throw new PublicError(family === 'widget' ? 'NOT_SUPPORTED_WIDGET_KEY' : 'NOT_SUPPORTED_METHOD')
    },
  }
}

window.TossPayments = Object.assign(TossPayments, { ANONYMOUS })
