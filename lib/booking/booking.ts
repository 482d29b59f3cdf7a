import { eq } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { bookings } from '@/db/schema/booking'
import { spaces } from '@/db/schema/space'
import type { Tx } from '@/db/tx'
import type { Acting } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { splitFee, type Split } from '@/lib/money'
import type { Notice } from '@/lib/notification/notify'
import { toKstIso } from '@/lib/time'

/** What the verbs of this folder need from the world. */
export type BookingCtx = Acting & { db: Database }

export type BookingRow = typeof bookings.$inferSelect

/** A booking with what its notices say of the space. */
export type LockedBooking = BookingRow & { spaceName: string; spaceAddress: string }

/** One of the two to whom a booking belongs. */
export type Party = 'renter' | 'owner'

/** A booking, locked until the tx ends. Throws NOT_FOUND, for a stranger's just as for one that does not exist. */
export async function lockBooking(
  tx: Tx,
  bookingId: string,
  userId: string,
  allowed: Party[] = ['renter', 'owner'],
): Promise<{ booking: LockedBooking; by: Party }> {
  if (!isId(bookingId)) throw new PosPayError('NOT_FOUND')
  const [row] = await tx
    .select({ booking: bookings, spaceName: spaces.name, spaceAddress: spaces.address })
    .from(bookings)
    .innerJoin(spaces, eq(spaces.id, bookings.spaceId))
    .where(eq(bookings.id, bookingId))
    .for('no key update', { of: bookings })
  const by = row && allowed.find((party) => userOf(row.booking, party) === userId)
  if (!by) throw new PosPayError('NOT_FOUND')
  return { booking: { ...row.booking, ...row }, by }
}

export function userOf({ renterId, ownerId }: Pick<BookingRow, 'renterId' | 'ownerId'>, party: Party) {
  return party === 'renter' ? renterId : ownerId
}

/** Whether it waited for an answer or a payment that did not come in time. */
export function hasLapsed({ status, expiresAt }: Pick<BookingRow, 'status' | 'expiresAt'>, now: Date) {
  return (status === 'REQUESTED' || status === 'HELD') && expiresAt <= now
}

/** What each side gets of the price. */
export function splitOf({ price, feeRateBp }: Pick<BookingRow, 'price' | 'feeRateBp'>): Split {
  return splitFee(price, BigInt(feeRateBp))
}

/** Whether the owner's earnings of this booking still wait in `pending`. */
export function isUnreleased({ releaseAt, releasedAt }: Pick<BookingRow, 'releaseAt' | 'releasedAt'>) {
  return releaseAt !== null && releasedAt === null
}

type Told = Pick<BookingRow, 'id' | 'renterId' | 'ownerId' | 'startsAt' | 'endsAt' | 'price'> & {
  spaceName: string
}

/** The notice to one side of what became of a booking. */
export function noticeTo(
  party: Party,
  kind: Notice['kind'],
  booking: Told,
  more: Record<string, string> = {},
): Notice {
  return {
    userId: userOf(booking, party),
    kind,
    subject: booking.id,
    data: {
      spaceName: booking.spaceName,
      startAt: toKstIso(booking.startsAt),
      endAt: toKstIso(booking.endsAt),
      amount: String(booking.price),
      to: party,
      ...more,
    },
  }
}
