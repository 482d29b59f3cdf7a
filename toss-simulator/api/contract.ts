import { TossError } from '@/toss-simulator/errors'
import type { Credential } from '@/toss-simulator/merchants'

/** Toss: payouts go with the API's keys, and need a contract. */
export function requirePayoutShop({ merchant, family }: Credential): string {
  if (family !== 'api') throw new TossError('FORBIDDEN_REQUEST')
  return merchant.mId
}
