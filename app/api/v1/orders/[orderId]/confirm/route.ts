import { confirmCharge } from '@/lib/charge/confirm'
import { confirmOrderBody, confirmStatus, orderToWire } from '@/lib/charge/wire'
import { userRoute } from '@/lib/route'

export const POST = userRoute(
  { body: confirmOrderBody, idempotent: 'once' },
  async ({ ctx, user, body, params }) => {
    const order = await confirmCharge(ctx, { userId: user.id, orderId: params.orderId!, ...body })
    return { status: confirmStatus(order), body: orderToWire(order) }
  },
)
