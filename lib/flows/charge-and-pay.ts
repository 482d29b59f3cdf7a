import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { orders } from '@/db/schema/charge'
import { spaces } from '@/db/schema/space'
import { noticeTo } from '@/lib/booking/booking'
import { linkCharge, requireHeld, settleLink } from '@/lib/booking/charge-link'
import { payBooking } from '@/lib/booking/pay'
import { getBooking } from '@/lib/booking/read'
import { reviveHold } from '@/lib/booking/revive'
import { createOrder } from '@/lib/charge/create-order'
import { chargeLimits } from '@/lib/charge/limits'
import type { Order } from '@/lib/charge/order'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { readWallet } from '@/lib/ledger/read'
import { describeError, log } from '@/lib/log'
import { maxWon } from '@/lib/money'
import { notify } from '@/lib/notification/notify'

/** What the wallet lacks for a price, and what has to be charged for it: at least the smallest charge. */
export async function readShortfall(
  ctx: Ctx,
  userId: string,
  price: bigint,
): Promise<{ balance: bigint; missing: bigint; charge: bigint }> {
  const [{ balance }, { min }] = await Promise.all([readWallet(ctx, userId), chargeLimits(ctx, userId)])
  const missing = maxWon(0n, price - balance)
  return { balance, missing, charge: missing === 0n ? 0n : maxWon(missing, min) }
}

type Start = { userId: string; bookingId: string; requestKey?: string }

/**
 * Makes the order for what the wallet lacks, and leaves word that its money is to pay the booking. Throws NOT_FOUND,
 * HOLD_EXPIRED, STATE_CONFLICT (also when nothing is missing), and what making an order throws.
 */
export async function startChargeForBooking(
  ctx: Ctx,
  { userId, bookingId, requestKey }: Start,
): Promise<Order> {
  const booking = await getBooking(ctx, userId, bookingId)
  if (booking.party !== 'renter') throw new PosPayError('NOT_FOUND')
  requireHeld(booking, ctx.now())
  const { charge } = await readShortfall(ctx, userId, booking.price)
  if (charge === 0n) throw new PosPayError('STATE_CONFLICT', { message: '잔액으로 바로 결제할 수 있어요.' })
  const order = await createOrder(ctx, { userId, amount: charge, requestKey })
  await linkCharge(ctx, { renterId: userId, bookingId, orderId: order.orderId })
  return order
}

const BATCH = 50

/**
 * Pays every booking whose charge has arrived; the browser that began it may be long gone. When it cannot be paid any
 * more the money stays in the wallet and its owner is told. Safe to run twice at once: the payment's own key lets one
 * through.
 */
export async function payFromCharges(ctx: Ctx, orderId?: string): Promise<void> {
  const due = await ctx.db
    .select({ booking: bookings, spaceName: spaces.name, orderId: orders.id, amount: orders.amount })
    .from(bookings)
    .innerJoin(orders, eq(orders.id, bookings.orderId))
    .innerJoin(spaces, eq(spaces.id, bookings.spaceId))
    .where(
      and(
        isNotNull(bookings.orderId),
        isNull(bookings.orderSettledAt),
        eq(orders.status, 'DONE'),
        orderId ? eq(orders.id, orderId) : undefined,
      ),
    )
    // Drawn by lot: those that fail at every turn do not keep the others waiting.
    .orderBy(sql`random()`)
    .limit(BATCH)
  for (const each of due) {
    await payFromCharge(ctx, each).catch((error: unknown) =>
      log.error({ orderId: each.orderId, ...describeError(error) }, 'payment from a charge failed'),
    )
  }
}

type Due = {
  booking: typeof bookings.$inferSelect
  spaceName: string
  orderId: string
  amount: bigint
}

async function payFromCharge(ctx: Ctx, { booking, spaceName, orderId, amount }: Due): Promise<void> {
  const pay = () =>
    payBooking(ctx, { renterId: booking.renterId, bookingId: booking.id, key: `charge:${orderId}` })
  const refusal = await pay()
    .catch(async (error: unknown) => {
      const lapsed = error instanceof PosPayError && error.code === 'HOLD_EXPIRED'
      if (!lapsed || !(await reviveHold(ctx, booking.id))) throw error
      await failpoint('charge-pay.1')
      return pay()
    })
    .then(() => null, finalRefusal)
  // Paid by hand meanwhile is as good.
  const paid = refusal === null || (await isPaid(ctx, booking.id))
  if (!paid) {
    const told = { ...booking, spaceName }
    await notify(ctx.db, ctx, [noticeTo('renter', 'charge.kept', told, { charged: String(amount) })])
  }
  await failpoint('charge-pay.2')
  await settleLink(ctx, { bookingId: booking.id, orderId })
}

/** A refusal for good. Anything that may pass is thrown, and tried again at the next turn. */
function finalRefusal(error: unknown): PosPayError {
  if (error instanceof PosPayError && error.retryAfterSeconds === null && error.status < 500) return error
  throw error
}

async function isPaid({ db }: Ctx, bookingId: string): Promise<boolean> {
  const [row] = await db.select({ paidAt: bookings.paidAt }).from(bookings).where(eq(bookings.id, bookingId))
  return row?.paidAt != null
}
