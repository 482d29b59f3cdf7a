import { TossError } from '@/toss-simulator/errors'
import type { Simulator } from '@/toss-simulator/simulator'

const MINUTE_MS = 60_000

/**
 * Counts a request of one key to one API.
 * @throws {TossError} TOO_MANY_REQUESTS beyond what `requestsPerMinute` allows within the minute before
 */
export function countRequest({ rules, recent, clock }: Simulator, secretKey: string, api: string): void {
  if (rules.requestsPerMinute === null) return
  const now = clock.now()
  const key = `${secretKey} ${api}`
  const within = (recent.get(key) ?? []).filter((at) => now - MINUTE_MS < at && at <= now)
  recent.set(key, within)
  if (within.length >= rules.requestsPerMinute) throw new TossError('TOO_MANY_REQUESTS')
  within.push(now)
}
