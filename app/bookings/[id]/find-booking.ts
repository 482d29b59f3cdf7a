import { notFound, redirect } from 'next/navigation'
import { getBooking, type Booking } from '@/lib/booking/read'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'

const PLACES: Record<Booking['party'], string> = { renter: '/bookings', owner: '/owner/bookings' }

/**
 * The booking that an address names, on the user's side of it: whoever is on the other side is sent to theirs, anybody
 * else to the page of what does not exist.
 */
export async function findBooking(
  ctx: Ctx,
  userId: string,
  id: string,
  party: Booking['party'] = 'renter',
): Promise<Booking> {
  try {
    const booking = await getBooking(ctx, userId, id)
    if (booking.party === party) return booking
    redirect(`${PLACES[booking.party]}/${booking.bookingId}`)
  } catch (thrown) {
    if (!(thrown instanceof PosPayError && thrown.code === 'NOT_FOUND')) throw thrown
  }
  notFound()
}
