import { book } from '@/lib/booking/book'
import { getBooking, listBookings } from '@/lib/booking/read'
import { bookBody, bookingToWire, heldToWire } from '@/lib/booking/wire'
import { userRoute } from '@/lib/route'

export const POST = userRoute(
  { body: bookBody, idempotent: 'once' },
  async ({ ctx, user, body, idempotencyKey }) => {
    const { id } = await book(ctx, { ...body, renterId: user.id, requestKey: idempotencyKey })
    return { status: 201, body: heldToWire(await getBooking(ctx, user.id, id)) }
  },
)

export const GET = userRoute({}, async ({ ctx, user, url }) => {
  const { searchParams: query } = url
  const { items, nextCursor } = await listBookings(ctx, {
    userId: user.id,
    as: 'renter',
    cursor: query.get('cursor'),
    limit: query.has('limit') ? Number(query.get('limit')) : undefined,
  })
  return { status: 200, body: { items: items.map(bookingToWire), nextCursor } }
})
