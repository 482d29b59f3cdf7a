import { cancelBooking } from '@/lib/booking/cancel'
import { emptyBody } from '@/lib/booking/wire'
import { toJsonAmount } from '@/lib/money'
import { userRoute } from '@/lib/route'

export const POST = userRoute(
  { body: emptyBody, idempotent: 'by itself' },
  async ({ ctx, user, params, idempotencyKey: key }) => {
    const asked = { userId: user.id, bookingId: params.bookingId!, key }
    const { refunded, replayed } = await cancelBooking(ctx, asked)
    return { status: 200, body: { status: 'CANCELED', refunded: toJsonAmount(refunded) }, replayed }
  },
)
