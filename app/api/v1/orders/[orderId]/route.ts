import { getOrder } from '@/lib/charge/read'
import { orderToWire } from '@/lib/charge/wire'
import { userRoute } from '@/lib/route'

export const GET = userRoute({}, async ({ ctx, user, params }) => ({
  status: 200,
  body: orderToWire(await getOrder(ctx, user.id, params.orderId!)),
}))
