import { and, desc, eq, gt, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { orders } from '@/db/schema/charge'
import { chargeLots, chargeRefunds } from '@/db/schema/refund'
import { isOpen } from './refund'
import type { Lot } from './plan'

/** The charges that a user's balance is made of, the newest first. Under the wallet's lock they stay as they are. */
export async function readLots(db: NodePgDatabase, userId: string, orderId?: string): Promise<Lot[]> {
  const open = db
    .select({ one: sql`1` })
    .from(chargeRefunds)
    .where(and(eq(chargeRefunds.orderId, chargeLots.orderId), isOpen))
  const rows = await db
    .select({
      orderId: chargeLots.orderId,
      method: orders.method,
      approvedAt: orders.approvedAt,
      charged: orders.amount,
      remaining: chargeLots.remaining,
      busy: sql<boolean>`exists ${open}`,
    })
    .from(chargeLots)
    .innerJoin(orders, eq(orders.id, chargeLots.orderId))
    .where(
      and(
        eq(chargeLots.userId, userId),
        gt(chargeLots.remaining, 0n),
        eq(orders.status, 'DONE'),
        orderId ? eq(chargeLots.orderId, orderId) : undefined,
      ),
    )
    .orderBy(desc(chargeLots.seq))
  return rows.map((row) => ({ ...row, approvedAt: row.approvedAt! }))
}
