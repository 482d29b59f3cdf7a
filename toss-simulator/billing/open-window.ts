import { TossError } from '@/toss-simulator/errors'
import type { BillingAuth } from '@/toss-simulator/billing/record'
import { findByClientKey } from '@/toss-simulator/merchants'
import type { ReturnAddress } from '@/toss-simulator/payments/record'
import type { Simulator } from '@/toss-simulator/simulator'

/** What `requestBillingAuth` sends, before anything about it is known to be right. */
export interface BillingRequest {
  clientKey?: unknown
  customerKey?: unknown
  method?: unknown
}

/**
 * Opens the window in which a customer registers a card.
 * @throws {TossError} the code that Toss's script documents for the first thing wrong with the request
 */
export function openBillingWindow(
  simulator: Simulator,
  { clientKey, customerKey, method }: BillingRequest,
  returnAddress: ReturnAddress | null,
): BillingAuth {
  const credential = findByClientKey(simulator.merchants, String(clientKey))
  if (!credential) throw new TossError('INVALID_CLIENT_KEY')
  if (credential.family !== 'api') throw new TossError('NOT_SUPPORTED_WIDGET_KEY')
  if (typeof customerKey !== 'string' || !/^[A-Za-z0-9\-_=.@]{2,50}$/.test(customerKey))
    throw new TossError('INVALID_CUSTOMER_KEY', { message: 'customerKey가 올바르지 않습니다.' })
  if (method !== 'CARD') throw new TossError('NOT_SUPPORTED_METHOD')
  const auth: BillingAuth = {
    id: simulator.random.alphanumeric(20),
    mId: credential.merchant.mId,
    customerKey,
    openedAt: simulator.clock.now(),
    returnAddress,
    authKey: null,
    registered: null,
    used: false,
  }
  simulator.store.saveBillingAuth(auth)
  return auth
}
