import { createOrder } from '@/lib/charge/create-order'
import * as wire from '@/lib/charge/wire'
import { readCustomerKey } from '@/lib/identity/customer-key'
import { userRoute } from '@/lib/route'

export const POST = userRoute(wire.createOrder, async ({ ctx, user, body, idempotencyKey }) => {
  const order = await createOrder(ctx, { userId: user.id, amount: body.amount, requestKey: idempotencyKey })
  return { status: 201, body: { ...order, customerKey: await readCustomerKey(ctx, user.id) } }
})
