import { notFound } from 'next/navigation'
import { getBooking, type Booking } from '@/lib/booking/read'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'

/** The booking that an address names, on the user's side of it; the page of what does not exist for anything else. */
export async function findBooking(
  ctx: Ctx,
  userId: string,
  id: string,
  party: Booking['party'] = 'renter',
): Promise<Booking> {
  try {
    const booking = await getBooking(ctx, userId, id)
    if (booking.party === party) return booking
  } catch (thrown) {
    if (!(thrown instanceof PosPayError && thrown.code === 'NOT_FOUND')) throw thrown
  }
  notFound()
}
