import type { Simulator } from '@/toss-simulator/simulator'
import type { Webhook } from '@/toss-simulator/webhooks/webhook'

type News = Pick<Webhook, 'event' | 'orderId' | 'entity'> & { body: Record<string, unknown> }

/** Puts on its way what the shop is told, or does with it what a fault wants. */
export function enqueue(simulator: Simulator, { body, ...news }: News): void {
  const now = simulator.clock.now()
  const fault = simulator.faults.take('webhook', news.event)
  const states = { lose: 'lost', reorder: 'held' } as const
  simulator.store.saveWebhook({
    ...news,
    id: `whtrans_a${simulator.random.ulid(now)}`,
    body: JSON.stringify(body),
    state: states[fault?.name as keyof typeof states] ?? 'pending',
    dueAt: fault?.name === 'late' ? now + fault.param.ms! : now,
    copies: fault?.name === 'duplicate' ? 2 : 1,
    attempts: [],
  })
  simulator.nudge()
}
