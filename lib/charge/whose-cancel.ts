import type { Tx } from '@/db/tx'
import type { Cancel } from '@/lib/toss/payment'
import type { OrderRow } from './order'

/** `unclear`: a request of ours is on its way to Toss and may be this one; to be asked again soon. */
export type Whose = 'ours' | 'others' | 'unclear'

/**
 * Who had Toss give this part of a payment back. The one place where a charge's end and whatever of ours cancels
 * payments meet: as long as nothing does, it was somebody else.
 */
export async function whoseCancel(_tx: Tx, _order: OrderRow, _cancel: Cancel): Promise<Whose> {
  return 'others'
}
