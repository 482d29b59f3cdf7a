import { getBooking } from '@/lib/booking/read'
import * as wire from '@/lib/booking/wire'
import { userRoute } from '@/lib/route'

export const GET = userRoute(wire.getBooking, async ({ ctx, user, params }) => ({
  status: 200,
  body: await getBooking(ctx, user.id, params.bookingId),
}))
