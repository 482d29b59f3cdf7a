import { formatTime } from '@/toss-simulator/clock'
import type { Injection } from '@/toss-simulator/faults'
import type { Answer, Request } from '@/toss-simulator/http/message'
import { unseal } from '@/toss-simulator/security/jwe'
import { activeKeys } from '@/toss-simulator/security/keys'
import type { Simulator } from '@/toss-simulator/simulator'

const HIDDEN_FIELDS = new Set([
  'secret',
  'authKey',
  'billingKey',
  'cardNumber',
  'cardPassword',
  'customerIdentityNumber',
])
/** What sellers are paid to, and how they are reached, is theirs. */
const HIDDEN_FROM_PAYOUTS = new Set(['accountNumber', 'email', 'phone'])
const HIDDEN = '(hidden)'

/** Keeps a call for `/__sim/calls`. Headers are not kept, so that no secret key is. */
export function recordCall(
  simulator: Simulator,
  request: Request,
  receivedAt: number,
  answer: Answer | null,
  fault: Injection | null,
): void {
  const fields = request.path.startsWith('/v2/') ? HIDDEN_FROM_PAYOUTS : HIDDEN_FIELDS
  const readable = (text: string) => readMessage(simulator, text)
  simulator.store.saveCall({
    at: formatTime(receivedAt),
    method: request.method,
    path: hideBillingKey(request.path) + request.search,
    idempotencyKey: request.headers['idempotency-key'] ?? null,
    body: parse(readable(request.body), fields),
    status: answer?.status ?? null,
    answer: answer && parse(readable(answer.body), fields),
    fault: fault?.label ?? null,
  })
}

/** Whoever has it can charge the card. */
function hideBillingKey(path: string): string {
  return path.replace(/^(\/v1\/billing)\/[^/]+$/, `$1/${HIDDEN}`)
}

/** What an encrypted message says; any other text as it is. */
function readMessage(simulator: Simulator, text: string): string {
  const keys = simulator.merchants.flatMap((merchant) => activeKeys(simulator, merchant))
  return keys.map((key) => unseal(text, key)?.text).find((opened) => opened !== undefined) ?? text
}

function parse(text: string, hidden: Set<string>): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text, (key, value: unknown) => (hidden.has(key) && value !== null ? HIDDEN : value))
  } catch {
    return text
  }
}
