import { and, desc, eq, gt, inArray, lt, lte, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { bookings, type BookingStatus, type Canceler } from '@/db/schema/booking'
import { users } from '@/db/schema/identity'
import { spacePhotos, spaces } from '@/db/schema/space'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { splitRefunded } from '@/lib/money'
import { inDisaster } from '@/lib/policy/disaster'
import { refundAmount, refundSchedule, refundShare, type RefundStretch } from '@/lib/policy/refund'
import { readSetting } from '@/lib/settings/read-setting'
import { hasLapsed, splitOf, type BookingCtx, type BookingRow, type Party } from './booking'

/** A booking as its renter and its owner may see it. */
export type Booking = {
  bookingId: string
  spaceId: string
  spaceName: string
  spaceAddress: string
  /** Its cover picture's name under `/photos`; null where there is none. */
  photo: string | null
  renterName: string
  ownerId: string
  ownerName: string
  /** Whose eyes these are. */
  party: Party
  startAt: Date
  endAt: Date
  status: BookingStatus
  price: bigint
  /** What the owner gets of the price, and what the platform keeps with its VAT; before any refund. */
  net: bigint
  fee: bigint
  /** What is left of the owner's part after refunds; 0 until it is paid. */
  earned: bigint
  createdAt: Date
  expiresAt: Date
  acceptedAt: Date | null
  paidAt: Date | null
  canceledAt: Date | null
  canceledBy: Canceler | null
  refunded: bigint
  /** What the renter gets back by cancelling now, and in each stretch of time from now to the start. */
  refundNow: bigint
  refundPolicy: RefundStretch[]
  /** When the earnings become withdrawable, if not on payment. */
  releaseAt: Date | null
  /** The charge that is to pay for it. */
  orderId: string | null
}

const [renter, owner] = [alias(users, 'renter'), alias(users, 'owner')]

/** One's own booking, as its renter or its owner. Throws NOT_FOUND, for a stranger's too. */
export async function getBooking(ctx: BookingCtx, userId: string, bookingId: string): Promise<Booking> {
  if (!isId(bookingId)) throw new PosPayError('NOT_FOUND')
  const [row] = await select(ctx).where(
    and(eq(bookings.id, bookingId), or(eq(bookings.renterId, userId), eq(bookings.ownerId, userId))),
  )
  if (!row) throw new PosPayError('NOT_FOUND')
  return toBooking(ctx, row, row.booking.renterId === userId ? 'renter' : 'owner', await disasterNow(ctx))
}

/** The renter's booking that this charge is to pay for, if any. */
export async function bookingOfCharge(
  { db }: Pick<BookingCtx, 'db'>,
  renterId: string,
  orderId: string,
): Promise<string | null> {
  const its = and(eq(bookings.orderId, orderId), eq(bookings.renterId, renterId))
  const [row] = await db.select({ id: bookings.id }).from(bookings).where(its)
  return row?.id ?? null
}

/** Which bookings a list shows: what is still ahead or waits for somebody, or what is over. */
export type BookingGroup = 'open' | 'ended'

const OPEN: BookingStatus[] = ['REQUESTED', 'HELD', 'CONFIRMED']
const ENDED: BookingStatus[] = ['COMPLETED', 'CANCELED', 'DECLINED', 'EXPIRED']

type ListQuery = {
  userId: string
  as: Party
  group?: BookingGroup
  cursor?: string | null
  limit?: number
}

const PAGE = 20
const MAX_PAGE = 100

/** A renter's or an owner's bookings, newest first, by keyset: the cursor is the id of the last one shown. */
export async function listBookings(
  ctx: BookingCtx,
  { userId, as, group, cursor, limit = PAGE }: ListQuery,
): Promise<{ items: Booking[]; nextCursor: string | null }> {
  if (!(1 <= limit && limit <= MAX_PAGE)) throw new PosPayError('INVALID_REQUEST')
  if (cursor && !isId(cursor)) throw new PosPayError('INVALID_REQUEST')
  const rows = await select(ctx)
    .where(
      and(
        eq(as === 'renter' ? bookings.renterId : bookings.ownerId, userId),
        group && inGroup(group, ctx.now()),
        cursor ? lt(bookings.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(bookings.id))
    .limit(limit + 1)
  const disaster = await disasterNow(ctx)
  const items = rows.slice(0, limit).map((row) => toBooking(ctx, row, as, disaster))
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.bookingId : null }
}

/** What lapsed has ended, also where nobody has written it down yet. */
function inGroup(group: BookingGroup, now: Date) {
  const waits = inArray(bookings.status, ['REQUESTED', 'HELD'])
  return group === 'open'
    ? and(inArray(bookings.status, OPEN), or(eq(bookings.status, 'CONFIRMED'), gt(bookings.expiresAt, now)))
    : or(inArray(bookings.status, ENDED), and(waits, lte(bookings.expiresAt, now)))
}

function select({ db }: BookingCtx) {
  return db
    .select({
      booking: bookings,
      spaceName: spaces.name,
      spaceAddress: spaces.address,
      photo: spacePhotos.hash,
      renterName: renter.name,
      ownerName: owner.name,
    })
    .from(bookings)
    .innerJoin(spaces, eq(spaces.id, bookings.spaceId))
    .innerJoin(renter, eq(renter.id, bookings.renterId))
    .innerJoin(owner, eq(owner.id, bookings.ownerId))
    .leftJoin(spacePhotos, and(eq(spacePhotos.spaceId, spaces.id), spacePhotos.cover))
    .$dynamic()
}

type Row = Awaited<ReturnType<typeof select>>[number]
type Disaster = Awaited<ReturnType<typeof disasterNow>>

function disasterNow(ctx: BookingCtx) {
  return readSetting(ctx, 'disaster')
}

function toBooking(ctx: BookingCtx, row: Row, party: Party, disaster: Disaster): Booking {
  const { booking, ...names } = row
  const now = ctx.now()
  const terms = termsOf({ ...booking, ...names }, disaster)
  const whole = splitOf(booking)
  const { net, fee } = whole
  const cancelable = booking.status === 'CONFIRMED' && now < booking.startsAt
  return {
    bookingId: booking.id,
    spaceId: booking.spaceId,
    ownerId: booking.ownerId,
    ...names,
    party,
    startAt: booking.startsAt,
    endAt: booking.endsAt,
    status: hasLapsed(booking, now) ? 'EXPIRED' : booking.status,
    price: booking.price,
    net,
    fee,
    earned: booking.paidAt ? net - splitRefunded(whole, booking.refunded).net : 0n,
    createdAt: booking.createdAt,
    expiresAt: booking.expiresAt,
    acceptedAt: booking.acceptedAt,
    paidAt: booking.paidAt,
    canceledAt: booking.canceledAt,
    canceledBy: booking.canceledBy,
    refunded: booking.refunded,
    refundNow: cancelable ? refundAmount(booking.price, refundShare(terms, now, 'renter').percent) : 0n,
    refundPolicy: refundSchedule(terms).filter(({ until }) => now < until),
    releaseAt: booking.releaseAt,
    orderId: booking.orderId,
  }
}

/** What the refund rules need to know of a booking. */
export function termsOf(booking: BookingRow & { spaceAddress: string }, disaster: Disaster) {
  const { startsAt: startAt, endsAt: endAt, paidAt, refundSteps: steps, spaceAddress: address } = booking
  return { startAt, endAt, paidAt, steps, disaster: inDisaster(disaster, { startAt, address }) }
}
