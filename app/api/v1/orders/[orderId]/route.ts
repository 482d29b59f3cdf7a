import { getOrder } from '@/lib/charge/read'
import * as wire from '@/lib/charge/wire'
import { readOrderRefunds } from '@/lib/refund/read'
import { userRoute } from '@/lib/route'

export const GET = userRoute(wire.getOrder, async ({ ctx, user, params: { orderId } }) => {
  const order = await getOrder(ctx, user.id, orderId)
  return { status: 200, body: wire.orderToWire(order, await readOrderRefunds(ctx, user.id, orderId)) }
})
