import { formatTime } from '@/toss-simulator/clock'
import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'
import { transmit } from '@/toss-simulator/webhooks/deliver'
import type { Webhook } from '@/toss-simulator/webhooks/webhook'

/** `GET /__sim/webhooks`: every webhook, oldest first, with how its transmissions went; no secrets. */
export const listWebhooks: ControlHandler = ({ store, webhookUrl }) => ({
  url: webhookUrl,
  items: store.listWebhooks().map(show),
})

/** `POST /__sim/webhooks/{id}/resend`: once more, as a shop may ask for in the developer centre. */
export const resendWebhook: ControlHandler = async (simulator, _, { id = '' }) => {
  const webhook = simulator.store.findWebhook(id)
  if (!webhook) throw new TossError('NOT_FOUND', { message: 'There is no such webhook' })
  return show(await transmit(simulator, webhook, new AbortController().signal))
}

function show({ dueAt, body, ...webhook }: Webhook) {
  const hide = (key: string, value: unknown) => (key === 'secret' && value !== null ? '(hidden)' : value)
  const next = webhook.state === 'pending' ? formatTime(dueAt) : null
  return { ...webhook, body: JSON.parse(body, hide) as unknown, next }
}
