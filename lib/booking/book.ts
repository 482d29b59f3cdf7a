import { and, count, eq, gt, isNull, or } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { alias } from 'drizzle-orm/pg-core'
import { bookings } from '@/db/schema/booking'
import { users } from '@/db/schema/identity'
import { spaceHours, spaces } from '@/db/schema/space'
import { violatedConstraint } from '@/db/sql-state'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { PosPayError } from '@/lib/errors'
import { frozenRefusal } from '@/lib/identity/require-active'
import { isId, newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { countAgainst } from '@/lib/policy/rate-limit'
import { stepsOf } from '@/lib/policy/refund-presets'
import { readSetting } from '@/lib/settings/read-setting'
import { coversRange, type Range } from '@/lib/space/hours'
import { priceOf } from '@/lib/space/price'
import { blackouts } from '@/lib/space/taken-ranges'
import { addMs, DAY_MS, HOUR_MS, laterOf, MINUTE_MS, soonerOf } from '@/lib/time'
import { noticeTo, type BookingCtx, type BookingRow } from './booking'
import { expireLapsed } from './expire'

type Book = Range & {
  renterId: string
  spaceId: string
  /** The caller's Idempotency-Key: the same key gives the same booking. */
  requestKey?: string
}

/** Nobody knows their plans, or our prices, further ahead. */
const AHEAD_MS = 180 * DAY_MS
const LONGEST_MS = 24 * HOUR_MS

/**
 * Takes a time for a renter: held for the payment, or asked of an owner who wants to say yes first. No money moves.
 * Price, fee rate and refund rules are what they are now, whatever changes later. Throws NOT_FOUND, INVALID_REQUEST,
 * SELF_PAYMENT, SPACE_UNAVAILABLE, SLOT_TAKEN, LIMIT_EXCEEDED (too many open holds, or a price that no wallet can
 * hold), ACCOUNT_FROZEN, RATE_LIMITED.
 */
export async function book(ctx: BookingCtx, wish: Book): Promise<BookingRow> {
  if (!isId(wish.spaceId)) throw new PosPayError('NOT_FOUND')
  const known = await findByRequestKey(ctx.db, wish)
  if (known) return known
  await countAgainst(ctx, 'booking', wish.renterId)
  checkRange(wish, ctx.now())
  const booking = await withTx(ctx.db, (tx) => makeBooking(ctx, tx, wish)).catch((error: unknown) => {
    const taken = violatedConstraint(error) === 'bookings_no_overlap'
    throw taken ? new PosPayError('SLOT_TAKEN', { cause: error }) : error
  })
  wakeUser(ctx.db, booking.ownerId)
  return booking
}

async function findByRequestKey(db: NodePgDatabase, { renterId, requestKey }: Book) {
  if (!requestKey) return undefined
  const mine = and(eq(bookings.renterId, renterId), eq(bookings.requestKey, requestKey))
  const [row] = await db.select().from(bookings).where(mine)
  return row
}

function checkRange({ startAt, endAt }: Range, now: Date): void {
  const lengthMs = endAt.getTime() - startAt.getTime()
  const whole = startAt.getTime() % HOUR_MS === 0 && lengthMs % HOUR_MS === 0
  if (!whole || lengthMs <= 0) throw refusal('한 시간 단위로 골라 주세요.')
  if (lengthMs > LONGEST_MS) throw refusal('한 번에 24시간까지 예약할 수 있어요.')
  if (startAt < now) throw refusal('이미 지난 시간이에요.')
  if (startAt > addMs(now, AHEAD_MS)) throw refusal('180일 안의 시간만 예약할 수 있어요.')
}

async function makeBooking(ctx: BookingCtx, tx: Tx, wish: Book): Promise<BookingRow> {
  const now = ctx.now()
  // Renters one by one, so that nobody holds more than they may; then a space's bookings one by one, so that two of
  // them never wait for each other.
  const [renter] = await tx
    .select({ status: users.status })
    .from(users)
    .where(eq(users.id, wish.renterId))
    .for('no key update')
  // Whoever sent this twice at once finds here what the first made, before it counts against them.
  const twin = await findByRequestKey(tx, wish)
  if (twin) return twin
  if (renter?.status !== 'active') throw await frozenRefusal(tx, wish.renterId)
  const space = await lockSpace(tx, wish)
  if (space.ownerId === wish.renterId) throw new PosPayError('SELF_PAYMENT')
  await checkOpen(tx, wish)
  await checkHolds(ctx, tx, wish.renterId)
  await expireLapsed(ctx, tx, { spaceId: wish.spaceId, range: wish })

  const hours = (wish.endAt.getTime() - wish.startAt.getTime()) / HOUR_MS
  const price = priceOf(space.hourlyPrice, hours)
  const { cap } = await readSetting(ctx, 'charge', tx)
  if (price > cap) throw tooMuch('지갑에 담을 수 있는 금액보다 비싼 예약이에요. 시간을 줄여 주세요.')
  const { rateBp } = await readSetting(ctx, 'fee', tx)
  const { delayHours } = await readSetting(ctx, 'settlement', tx)
  const { holdMinutes, answerHours } = await readSetting(ctx, 'booking', tx)
  const heldUntil = addMs(now, holdMinutes * MINUTE_MS)
  const answerUntil = soonerOf(addMs(now, answerHours * HOUR_MS), laterOf(wish.startAt, heldUntil))
  const [booking] = await tx
    .insert(bookings)
    .values({
      id: newId(),
      spaceId: space.id,
      ownerId: space.ownerId,
      renterId: wish.renterId,
      startsAt: wish.startAt,
      endsAt: wish.endAt,
      status: space.instant ? 'HELD' : 'REQUESTED',
      requestKey: wish.requestKey,
      price,
      feeRateBp: rateBp,
      refundSteps: stepsOf(space),
      releaseAt: delayHours === null ? null : addMs(wish.endAt, delayHours * HOUR_MS),
      createdAt: now,
      expiresAt: space.instant ? heldUntil : answerUntil,
      updatedAt: now,
    })
    .returning()
  const told = { ...booking!, spaceName: space.name }
  if (!space.instant) {
    const until = answerUntil.toISOString()
    await notify(tx, ctx, [noticeTo('owner', 'booking.requested', told, { until })])
  }
  await audit(ctx, tx, { action: 'booking.made', target: booking!.id })
  return booking!
}

async function lockSpace(tx: Tx, { spaceId }: Book) {
  const owner = alias(users, 'owner')
  const [found] = await tx
    .select({ space: spaces, ownerStatus: owner.status })
    .from(spaces)
    .innerJoin(owner, eq(owner.id, spaces.ownerId))
    .where(eq(spaces.id, spaceId))
    .for('no key update', { of: spaces })
  if (!found) throw new PosPayError('NOT_FOUND')
  if (found.space.status !== 'open' || found.ownerStatus !== 'active') {
    throw new PosPayError('SPACE_UNAVAILABLE')
  }
  return found.space
}

/** Throws SPACE_UNAVAILABLE unless the space is open for business all that time. */
async function checkOpen(tx: Tx, { spaceId, startAt, endAt }: Book): Promise<void> {
  const hours = await tx.select().from(spaceHours).where(eq(spaceHours.spaceId, spaceId))
  const closed = !coversRange(hours, { startAt, endAt })
  if (closed || (await blackouts(tx, spaceId, { startAt, endAt })).length > 0) {
    throw new PosPayError('SPACE_UNAVAILABLE', { message: '이 공간이 쉬는 시간이 들어 있어요.' })
  }
}

/** What an owner has accepted is no hold: it may wait for as long as they gave. */
async function checkHolds(ctx: BookingCtx, tx: Tx, renterId: string): Promise<void> {
  const { openHolds } = await readSetting(ctx, 'booking', tx)
  const [open] = await tx
    .select({ count: count() })
    .from(bookings)
    .where(
      and(
        eq(bookings.renterId, renterId),
        gt(bookings.expiresAt, ctx.now()),
        or(eq(bookings.status, 'REQUESTED'), and(eq(bookings.status, 'HELD'), isNull(bookings.acceptedAt))),
      ),
    )
  if (open!.count >= openHolds) {
    throw tooMuch(`결제하지 않은 예약은 ${openHolds}개까지 둘 수 있어요. 먼저 결제하거나 취소해 주세요.`)
  }
}

function refusal(message: string): PosPayError {
  return new PosPayError('INVALID_REQUEST', { message })
}

function tooMuch(message: string): PosPayError {
  return new PosPayError('LIMIT_EXCEEDED', { message })
}
