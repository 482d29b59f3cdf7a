import { API_VERSION } from '@/toss-simulator/api/envelope'
import { formatTime } from '@/toss-simulator/clock'
import type { Simulator } from '@/toss-simulator/simulator'
import { enqueue } from '@/toss-simulator/webhooks/enqueue'
import type { SignedEvent } from '@/toss-simulator/webhooks/webhook'

interface Change {
  mId: string
  event: SignedEvent
  entity: { id: string } & Record<string, unknown>
}

/** Puts on its way what the shop is told of a payout or seller. Toss: here `createdAt` has its offset. */
export function announceEntity(simulator: Simulator, { mId, event, entity }: Change): void {
  if (!simulator.webhookUrl) return
  const now = simulator.clock.now()
  const body = {
    eventType: event,
    createdAt: formatTime(now),
    version: API_VERSION,
    eventId: `evt_${simulator.random.ulid(now)}`,
    entityType: event.split('.')[0],
    entityBody: entity,
  }
  enqueue(simulator, { event, orderId: null, entity: { id: entity.id, mId }, body })
}
