import { getOrder } from '@/lib/charge/read'
import type { Order } from '@/lib/charge/order'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'

/** The user's order that an address names, or null: an address can name anything. */
export async function findOrder(ctx: Ctx, userId: string, orderId: unknown): Promise<Order | null> {
  if (typeof orderId !== 'string' || !orderId) return null
  try {
    return await getOrder(ctx, userId, orderId)
  } catch (thrown) {
    if (thrown instanceof PosPayError && thrown.code === 'NOT_FOUND') return null
    throw thrown
  }
}
