import { cancelBooking } from '@/lib/booking/cancel'
import * as wire from '@/lib/booking/wire'
import { userRoute } from '@/lib/route'

export const POST = userRoute(wire.cancelBooking, async ({ ctx, user, params, idempotencyKey: key }) => {
  const asked = { userId: user.id, bookingId: params.bookingId, key }
  const { refunded, replayed } = await cancelBooking(ctx, asked)
  return { status: 200, body: { status: 'CANCELED' as const, refunded }, replayed }
})
