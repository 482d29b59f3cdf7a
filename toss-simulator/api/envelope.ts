import { toTossError } from '@/toss-simulator/api/error-answer'
import { wantsEnglish } from '@/toss-simulator/api/english'
import type { Manner } from '@/toss-simulator/api/manner'
import { formatTime } from '@/toss-simulator/clock'
import { TossError } from '@/toss-simulator/errors'
import { jsonAnswer, type Answer, type Request } from '@/toss-simulator/http/message'
import type { Merchant } from '@/toss-simulator/merchants'
import { seal, unseal, type Message } from '@/toss-simulator/security/jwe'
import { activeKeys } from '@/toss-simulator/security/keys'
import type { Simulator } from '@/toss-simulator/simulator'

export const API_VERSION = '2022-11-16'

/** What a handler of the second version answers with. */
export interface Entity {
  entityType: 'seller' | 'seller-list' | 'payout' | 'payout-list' | 'balance'
  entityBody: unknown
}

/** How far the clock of who wrote a message may be from ours. */
const STAMP_TOLERANCE_MS = 5 * 60_000
const STAMP_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/

/**
 * The second version: everything in an envelope. What comes with a body comes encrypted, and is answered so, refusals
 * included, under the key that it came with.
 */
export function envelopeManner(
  simulator: Simulator,
  request: Request,
  merchant: Merchant,
  traceId: string,
): Manner {
  const opened = unsealRequest(simulator, request, merchant)
  const write = (status: number, content: Partial<Entity> & { error?: unknown }): Answer => {
    const { entityType = null, entityBody = null, error = null } = content
    const envelope = { version: API_VERSION, traceId, entityType, entityBody, error }
    if (!opened) return jsonAnswer(status, envelope)
    const stamp = { iat: formatTime(simulator.clock.now()), nonce: uuid(simulator) }
    const body = seal(JSON.stringify(envelope), opened.securityKey, stamp)
    return { status, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body }
  }
  return {
    open() {
      if (request.body === '') return ''
      if (!opened) throw new TossError('INVALID_REQUEST')
      checkStamp(simulator, opened.stamp)
      return opened.text
    },
    answer: (value) => write(200, value as Entity),
    refuse(error) {
      const refusal = toTossError(error)
      return write(refusal.status, { error: refusal.body(wantsEnglish(request.headers['accept-language'])) })
    },
  }
}

/** Null unless it is encrypted, says so, and was encrypted with a key of the shop's. */
function unsealRequest(
  simulator: Simulator,
  { headers, body }: Request,
  merchant: Merchant,
): (Message & { securityKey: string }) | null {
  if (headers['tosspayments-api-security-mode'] !== 'ENCRYPTION') return null
  if (!/^text\/plain\b/i.test(headers['content-type'] ?? '')) return null
  for (const securityKey of activeKeys(simulator, merchant)) {
    const message = unseal(body, securityKey)
    if (message) return { ...message, securityKey }
  }
  return null
}

/** Refuses a message that was written at another time, or that has come before. */
function checkStamp({ clock, nonces }: Simulator, { iat = '', nonce = '' }: Message['stamp']): void {
  const now = clock.now()
  const drift = Math.abs(Date.parse(iat) - now)
  if (!STAMP_TIME.test(iat) || !(drift <= STAMP_TOLERANCE_MS)) throw new TossError('INVALID_REQUEST')
  for (const [old, at] of nonces) if (Math.abs(now - at) > 2 * STAMP_TOLERANCE_MS) nonces.delete(old)
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(nonce) || nonces.has(nonce))
    throw new TossError('INVALID_REQUEST')
  nonces.set(nonce, now)
}

function uuid({ random }: Simulator): string {
  const { hex } = random
  return [hex(8), hex(4), `4${hex(3)}`, `8${hex(3)}`, hex(12)].join('-')
}
