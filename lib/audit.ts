import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { auditLog } from '@/db/schema/identity'
import type { Acting } from './context'

type Event = {
  action: string
  target?: string
  actor?: string
  detail?: Record<string, unknown>
  /** What of the target was changed, as it was and as it is. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Why, in the words of who did it. */
  reason?: string
}

/** Writes down who did what. `into` is the open tx when the event must stand or fall with it, else the database. */
export async function audit(ctx: Acting, into: NodePgDatabase, { actor, ...event }: Event): Promise<void> {
  await into.insert(auditLog).values({
    at: ctx.now(),
    actor: actor ?? ctx.actor,
    address: ctx.address,
    requestId: ctx.requestId,
    ...event,
  })
}
