import { formatTime } from '@/toss-simulator/clock'
import type { Injection } from '@/toss-simulator/faults'
import type { Answer, Request } from '@/toss-simulator/http/message'
import type { Simulator } from '@/toss-simulator/simulator'

const HIDDEN_FIELDS = new Set([
  'secret',
  'authKey',
  'billingKey',
  'cardNumber',
  'cardPassword',
  'customerIdentityNumber',
])
const HIDDEN = '(hidden)'

/** Keeps a call for `/__sim/calls`. Headers are not kept, so that no secret key is. */
export function recordCall(
  simulator: Simulator,
  request: Request,
  receivedAt: number,
  answer: Answer | null,
  fault: Injection | null,
): void {
  simulator.store.saveCall({
    at: formatTime(receivedAt),
    method: request.method,
    path: hideBillingKey(request.path) + request.search,
    idempotencyKey: request.headers['idempotency-key'] ?? null,
    body: parse(request.body),
    status: answer?.status ?? null,
    answer: answer && parse(answer.body),
    fault: fault?.label ?? null,
  })
}

/** Whoever has it can charge the card. */
function hideBillingKey(path: string): string {
  return path.replace(/^(\/v1\/billing)\/[^/]+$/, `$1/${HIDDEN}`)
}

function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text, (key, value: unknown) =>
      HIDDEN_FIELDS.has(key) && value !== null ? HIDDEN : value,
    )
  } catch {
    return text
  }
}
