import { notFound } from 'next/navigation'
import { getBooking, type Booking } from '@/lib/booking/read'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'

/** The renter's own booking that an address names; the page of what does not exist for anything else. */
export async function findBooking(ctx: Ctx, renterId: string, id: string): Promise<Booking> {
  try {
    const booking = await getBooking(ctx, renterId, id)
    if (booking.party === 'renter') return booking
  } catch (thrown) {
    if (!(thrown instanceof PosPayError && thrown.code === 'NOT_FOUND')) throw thrown
  }
  notFound()
}
