import { TossError } from '@/toss-simulator/errors'
import { isLoopbackOrigin } from '@/toss-simulator/http/origin'
import type { ReturnAddress } from '@/toss-simulator/payments/record'

/** Where the shop's page wants the buyer back. */
export function readReturnAddress({ origin, successUrl, failUrl }: Record<string, unknown>): ReturnAddress {
  if (typeof origin !== 'string' || !isLoopbackOrigin(origin)) throw new TossError('INVALID_REQUEST')
  if (successUrl == null && failUrl == null) return { origin, successUrl: null, failUrl: null }
  return {
    origin,
    successUrl: readUrl(successUrl, 'INCORRECT_SUCCESS_URL_FORMAT'),
    failUrl: readUrl(failUrl, 'INCORRECT_FAIL_URL_FORMAT'),
  }
}

function readUrl(url: unknown, code: string): string {
  if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url)) throw new TossError(code)
  return url
}
