import { confirmCharge } from '@/lib/charge/confirm'
import * as wire from '@/lib/charge/wire'
import { readOrderRefunds } from '@/lib/refund/read'
import { userRoute } from '@/lib/route'

export const POST = userRoute(wire.confirmOrder, async ({ ctx, user, body, params: { orderId } }) => {
  const order = await confirmCharge(ctx, { userId: user.id, orderId, ...body })
  const goneBack = await readOrderRefunds(ctx, user.id, orderId)
  return { status: wire.confirmStatus(order), body: wire.orderToWire(order, goneBack) }
})
