import { createOrder } from '@/lib/charge/create-order'
import { createOrderBody } from '@/lib/charge/wire'
import { readCustomerKey } from '@/lib/identity/customer-key'
import { toJsonAmount } from '@/lib/money'
import { userRoute } from '@/lib/route'
import { toKstIso } from '@/lib/time'

export const POST = userRoute(
  { body: createOrderBody, idempotent: 'once' },
  async ({ ctx, user, body, idempotencyKey }) => {
    const order = await createOrder(ctx, { userId: user.id, amount: body.amount, requestKey: idempotencyKey })
    return {
      status: 201,
      body: {
        orderId: order.orderId,
        amount: toJsonAmount(order.amount),
        orderName: order.orderName,
        customerKey: await readCustomerKey(ctx, user.id),
        status: order.status,
        expiresAt: toKstIso(order.expiresAt),
      },
    }
  },
)
