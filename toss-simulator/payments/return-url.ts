import { FAIL_URL_MESSAGES } from '@/toss-simulator/payments/outcomes'
import type { PaymentRecord } from '@/toss-simulator/payments/record'

/** Where the browser goes after authentication; null in promise mode. */
export function successRedirect({ payment, family, returnAddress }: PaymentRecord): string | null {
  if (!returnAddress?.successUrl) return null
  return withParameters(returnAddress.successUrl, {
    ...(family === 'widget' ? { paymentType: 'NORMAL' } : {}),
    orderId: payment.orderId,
    paymentKey: payment.paymentKey,
    amount: String(payment.totalAmount),
  })
}

/** Where the browser goes when the window failed; null in promise mode. Toss: a cancel carries no orderId. */
export function failRedirect({ payment, returnAddress }: PaymentRecord, code: string): string | null {
  if (!returnAddress?.failUrl) return null
  return withParameters(returnAddress.failUrl, {
    code,
    message: FAIL_URL_MESSAGES[code] ?? '',
    ...(code === 'PAY_PROCESS_CANCELED' ? {} : { orderId: payment.orderId }),
  })
}

/** Adds to whatever query the address already has. */
export function withParameters(address: string, parameters: Record<string, string>): string {
  const url = new URL(address)
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  url.search = [url.search.slice(1), ...added].filter(Boolean).join('&')
  return url.href
}
