import { getOrder } from '@/lib/charge/read'
import * as wire from '@/lib/charge/wire'
import { userRoute } from '@/lib/route'

export const GET = userRoute(wire.getOrder, async ({ ctx, user, params }) => ({
  status: 200,
  body: wire.orderToWire(await getOrder(ctx, user.id, params.orderId)),
}))
