import { getBooking } from '@/lib/booking/read'
import { bookingToWire } from '@/lib/booking/wire'
import { userRoute } from '@/lib/route'

export const GET = userRoute({}, async ({ ctx, user, params }) => ({
  status: 200,
  body: bookingToWire(await getBooking(ctx, user.id, params.bookingId!)),
}))
