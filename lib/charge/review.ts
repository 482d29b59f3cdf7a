import type { Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { alarm } from '@/lib/log'
import type { Change, OrderRow } from './order'

/** Only a person can say what is to become of it. */
export async function review(ctx: Ctx, tx: Tx, order: OrderRow, reason: string): Promise<Change> {
  alarm('charge.needs_review', { orderId: order.id, reason })
  await audit(ctx, tx, { action: 'charge.needs_review', target: order.id, detail: { reason } })
  return { status: 'NEEDS_REVIEW', nextCheckAt: null }
}
