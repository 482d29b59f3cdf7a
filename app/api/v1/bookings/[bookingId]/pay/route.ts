import { payBooking } from '@/lib/booking/pay'
import * as wire from '@/lib/booking/wire'
import { userRoute } from '@/lib/route'

export const POST = userRoute(wire.payBooking, async ({ ctx, user, params, idempotencyKey: key }) => {
  const asked = { renterId: user.id, bookingId: params.bookingId, key }
  const { transactionId, balance, replayed } = await payBooking(ctx, asked)
  return { status: 200, body: { status: 'CONFIRMED' as const, transactionId, balance }, replayed }
})
