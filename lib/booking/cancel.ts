import { eq } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { refund } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { splitNextRefund } from '@/lib/money'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { refundAmount, refundShare } from '@/lib/policy/refund'
import { readSetting } from '@/lib/settings/read-setting'
import {
  hasLapsed,
  isUnreleased,
  lockBooking,
  noticeTo,
  splitOf,
  type BookingCtx,
  type BookingRow,
  type LockedBooking,
  type Party,
} from './booking'
import { termsOf } from './read'

const LESS_NOW = '그사이 돌려받는 금액이 줄어서 취소하지 않았어요. 바뀐 금액을 확인해 주세요.'

type Cancel = {
  /** The renter or the owner: whose booking it is decides under which rule it ends. */
  userId: string
  bookingId: string
  /** The caller's Idempotency-Key: with the same one, the same answer again. */
  key: string
  /** What the caller was shown, in won: rather than give back less, nothing is cancelled. */
  atLeast?: bigint
}

/**
 * Ends a booking and gives the renter back what the rules say: all of it when the owner cancels, else what the
 * booking's own policy and the platform's rules give at this moment. Throws NOT_FOUND, HOLD_EXPIRED, and
 * STATE_CONFLICT when it has ended, its use has begun, or less comes back than `atLeast`.
 */
export async function cancelBooking(
  ctx: BookingCtx,
  { userId, bookingId, key, atLeast = 0n }: Cancel,
): Promise<{ refunded: bigint; replayed: boolean }> {
  const { canceled, replayed } = await withTx(ctx.db, async (tx) => {
    const { booking, by } = await lockBooking(tx, bookingId, userId)
    if (booking.status === 'CANCELED' && booking.canceledBy === by && booking.cancelKey === key) {
      return { canceled: booking, replayed: true }
    }
    requireCancelable(booking, by, ctx.now())
    const amount = booking.status === 'CONFIRMED' ? await refundNow(ctx, tx, booking, by) : 0n
    if (amount < atLeast) throw new PosPayError('STATE_CONFLICT', { message: LESS_NOW })
    if (amount > 0n) await giveBack(ctx, tx, booking, amount)
    await failpoint('cancel.1')
    return { canceled: await close(ctx, tx, booking, { by, key, amount }), replayed: false }
  })
  await failpoint('cancel.2')
  wakeUser(ctx.db, canceled.renterId)
  wakeUser(ctx.db, canceled.ownerId)
  return { refunded: canceled.refunded, replayed }
}

function requireCancelable(booking: LockedBooking, by: Party, now: Date): void {
  if (booking.status === 'EXPIRED' || hasLapsed(booking, now)) throw new PosPayError('HOLD_EXPIRED')
  const open = booking.status === 'REQUESTED' || booking.status === 'HELD' || booking.status === 'CONFIRMED'
  if (!open) throw new PosPayError('STATE_CONFLICT')
  const tooLate = by === 'renter' ? booking.startsAt <= now : booking.endsAt <= now
  if (booking.status === 'CONFIRMED' && tooLate) {
    const message = by === 'renter' ? '이용이 시작된 예약은 취소할 수 없어요.' : '이용이 끝난 예약이에요.'
    throw new PosPayError('STATE_CONFLICT', { message })
  }
}

async function refundNow(ctx: BookingCtx, tx: Tx, booking: LockedBooking, by: Party): Promise<bigint> {
  const terms = termsOf(booking, await readSetting(ctx, 'disaster', tx))
  return refundAmount(booking.price, refundShare(terms, ctx.now(), by).percent)
}

async function giveBack(ctx: BookingCtx, tx: Tx, booking: LockedBooking, amount: bigint): Promise<void> {
  const movement = refund({
    bookingId: booking.id,
    nth: booking.refunds + 1,
    renter: booking.renterId,
    owner: booking.ownerId,
    pending: isUnreleased(booking),
    occurredAt: ctx.now(),
    part: splitNextRefund(splitOf(booking), booking.refunded, amount),
  })
  await post(tx, ctx, movement)
}

type Ending = { by: Party; key: string; amount: bigint }

async function close(
  ctx: BookingCtx,
  tx: Tx,
  booking: LockedBooking,
  { by, key, amount }: Ending,
): Promise<BookingRow> {
  const now = ctx.now()
  const [canceled] = await tx
    .update(bookings)
    .set({
      status: 'CANCELED',
      canceledAt: now,
      canceledBy: by,
      cancelKey: key,
      refunded: booking.refunded + amount,
      refunds: booking.refunds + (amount > 0n ? 1 : 0),
      updatedAt: now,
    })
    .where(eq(bookings.id, booking.id))
    .returning()
  const said = { by, refunded: String(amount), paid: booking.paidAt ? 'yes' : 'no' }
  const hears = whoHears(booking, by)
  await notify(
    tx,
    ctx,
    hears.map((party) => noticeTo(party, 'booking.canceled', booking, said)),
  )
  await audit(ctx, tx, {
    action: 'booking.canceled',
    target: booking.id,
    detail: { by, refunded: String(amount) },
  })
  return canceled!
}

/** Both when money went back; else the other one, unless an owner would hear of a hold for the first time. */
function whoHears({ paidAt, acceptedAt, status }: LockedBooking, by: Party): Party[] {
  if (paidAt) return ['renter', 'owner']
  if (by === 'owner') return ['renter']
  return acceptedAt || status === 'REQUESTED' ? ['owner'] : []
}
