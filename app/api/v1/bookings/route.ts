import { book } from '@/lib/booking/book'
import { getBooking, listBookings } from '@/lib/booking/read'
import * as wire from '@/lib/booking/wire'
import { userRoute } from '@/lib/route'

export const POST = userRoute(wire.book, async ({ ctx, user, body, idempotencyKey }) => {
  const { id } = await book(ctx, { ...body, renterId: user.id, requestKey: idempotencyKey })
  return { status: 201, body: await getBooking(ctx, user.id, id) }
})

export const GET = userRoute(wire.listBookings, async ({ ctx, user, query }) => ({
  status: 200,
  body: await listBookings(ctx, { userId: user.id, as: 'renter', ...query }),
}))
