import { payBooking } from '@/lib/booking/pay'
import { emptyBody } from '@/lib/booking/wire'
import { toJsonAmount } from '@/lib/money'
import { userRoute } from '@/lib/route'

export const POST = userRoute(
  { body: emptyBody, idempotent: 'by itself' },
  async ({ ctx, user, params, idempotencyKey: key }) => {
    const paid = await payBooking(ctx, { renterId: user.id, bookingId: params.bookingId!, key })
    const { transactionId, balance, replayed } = paid
    return {
      status: 200,
      body: { status: 'CONFIRMED', transactionId, balance: toJsonAmount(balance) },
      replayed,
    }
  },
)
