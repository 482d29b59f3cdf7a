import { PublicError } from './errors'

export type KeyFamily = 'widget' | 'api'

/** @throws {PublicError} INSECURE_KEY_USAGE for a secret key, INVALID_CLIENT_KEY for anything that is no client key */
export function readKeyFamily(clientKey: unknown): KeyFamily {
  const key = typeof clientKey === 'string' ? clientKey : ''
  if (/^(test|live)_(g?sk|ak)_/.test(key)) throw new PublicError('INSECURE_KEY_USAGE')
  if (/^(test|live)_gck_/.test(key)) return 'widget'
  if (/^(test|live)_ck_/.test(key)) return 'api'
  throw new PublicError('INVALID_CLIENT_KEY')
}

export const ANONYMOUS = '@@ANONYMOUS'

/** @throws {PublicError} INVALID_CUSTOMER_KEY unless 2 to 50 of letters, digits and - _ = . @ */
export function readCustomerKey(parameters: unknown): string {
  const { customerKey } = (parameters ?? {}) as { customerKey?: unknown }
  const valid = typeof customerKey === 'string' && /^[A-Za-z0-9\-_=.@]{2,50}$/.test(customerKey)
  if (!valid && customerKey !== ANONYMOUS) throw new PublicError('INVALID_CUSTOMER_KEY')
  return customerKey as string
}
