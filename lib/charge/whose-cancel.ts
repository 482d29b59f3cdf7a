import { and, eq } from 'drizzle-orm'
import { chargeRefunds } from '@/db/schema/refund'
import type { Tx } from '@/db/tx'
import { refundIdOf } from '@/lib/toss/cancels'
import type { Cancel } from '@/lib/toss/payment'
import type { OrderRow } from './order'

/** `underway`: ours, and the refund that asked for it has yet to see it. */
export type Whose = 'ours' | 'underway' | 'others'

/**
 * Who had Toss give this part of a payment back. A refund of ours says so in its reason. One that has failed here gave
 * its money back to the wallet: if Toss did it all the same, it counts as somebody else's and is taken out again.
 */
export async function whoseCancel(tx: Tx, { id: orderId }: OrderRow, cancel: Cancel): Promise<Whose> {
  const refundId = refundIdOf(cancel)
  if (!refundId) return 'others'
  const [refund] = await tx
    .select({ status: chargeRefunds.status })
    .from(chargeRefunds)
    .where(and(eq(chargeRefunds.id, refundId), eq(chargeRefunds.orderId, orderId)))
  if (!refund || refund.status === 'FAILED') return 'others'
  return refund.status === 'DONE' ? 'ours' : 'underway'
}
