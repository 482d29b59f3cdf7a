import { confirmCharge } from '@/lib/charge/confirm'
import * as wire from '@/lib/charge/wire'
import { userRoute } from '@/lib/route'

export const POST = userRoute(wire.confirmOrder, async ({ ctx, user, body, params }) => {
  const order = await confirmCharge(ctx, { userId: user.id, orderId: params.orderId, ...body })
  return { status: wire.confirmStatus(order), body: wire.orderToWire(order) }
})
