import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { auditLog } from '@/db/schema/identity'
import type { Acting } from './context'

type Event = { action: string; target?: string; actor?: string; detail?: Record<string, unknown> }

/** Writes down who did what. `into` is the open tx when the event must stand or fall with it, else the database. */
export async function audit(
  ctx: Acting,
  into: NodePgDatabase,
  { action, target, actor, detail }: Event,
): Promise<void> {
  await into.insert(auditLog).values({
    at: ctx.now(),
    actor: actor ?? ctx.actor,
    action,
    target,
    address: ctx.address,
    requestId: ctx.requestId,
    detail,
  })
}
