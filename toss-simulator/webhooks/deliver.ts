import { formatTime } from '@/toss-simulator/clock'
import type { Simulator } from '@/toss-simulator/simulator'
import { expireIfDue } from '@/toss-simulator/payments/expire'
import { progressPayout } from '@/toss-simulator/payouts/progress-payout'
import { signatureOf } from '@/toss-simulator/security/keys'
import type { Webhook } from '@/toss-simulator/webhooks/webhook'

const MINUTE_MS = 60_000
/** Toss: seven retries, each this much after the one before. */
const RETRY_AFTER_MINUTES = [1, 4, 16, 64, 256, 1024, 4096]
/** Toss: an answer counts within ten seconds. */
const PATIENCE_MS = 10_000
/** Real milliseconds between looks at what the movable clock has made due. */
const LOOK_EVERY_MS = 200

/** Delivers what is due until the returned function is called. */
export function startDelivery(simulator: Simulator): () => void {
  const stopping = new AbortController()
  const sending = new Set<string>()
  const look = () => {
    for (const record of simulator.store.listPayments()) expireIfDue(simulator, record)
    for (const payout of simulator.store.payouts.list()) progressPayout(simulator, payout)
    const now = simulator.clock.now()
    for (const webhook of simulator.store.listWebhooks()) {
      if (webhook.state !== 'pending' || webhook.dueAt > now || sending.has(webhook.id)) continue
      sending.add(webhook.id)
      void transmit(simulator, webhook, stopping.signal).finally(() => sending.delete(webhook.id))
    }
  }
  simulator.nudge = () => void setImmediate(() => stopping.signal.aborted || look())
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
    stopping.abort()
  }
}

/** Sends it once (as often as a fault wants), and decides what becomes of it. */
export async function transmit(
  simulator: Simulator,
  webhook: Webhook,
  signal: AbortSignal,
): Promise<Webhook> {
  const at = formatTime(simulator.clock.now())
  const sent = Array.from({ length: webhook.copies }, () => send(simulator, webhook, at, signal))
  const [status] = await Promise.all(sent)
  if (signal.aborted) return webhook
  const attempts = [...webhook.attempts, { at, status: status! }]
  const pause = RETRY_AFTER_MINUTES[attempts.length - 1]
  const next: Webhook = {
    ...webhook,
    attempts,
    copies: 1,
    state: status === 200 ? 'delivered' : pause ? 'pending' : 'failed',
    dueAt: simulator.clock.now() + (pause ?? 0) * MINUTE_MS,
  }
  simulator.store.saveWebhook(next)
  releaseHeld(simulator)
  return next
}

async function send(
  simulator: Simulator,
  { id, body, attempts, entity }: Webhook,
  at: string,
  signal: AbortSignal,
): Promise<number | null> {
  const headers = {
    'content-type': 'application/json',
    'tosspayments-webhook-transmission-time': at,
    'tosspayments-webhook-transmission-retried-count': String(attempts.length),
    'tosspayments-webhook-transmission-id': id,
    ...(entity && { 'tosspayments-webhook-signature': signatureOf(simulator, entity.mId, body, at) }),
  }
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  return fetch(simulator.webhookUrl!, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: patience,
  }).then(
    ({ status }) => status,
    () => null,
  )
}

/** What was held back goes out now that another one has overtaken it. */
function releaseHeld(simulator: Simulator): void {
  const held = simulator.store.listWebhooks().filter(({ state }) => state === 'held')
  for (const webhook of held) simulator.store.saveWebhook({ ...webhook, state: 'pending' })
  if (held.length > 0) simulator.nudge()
}
