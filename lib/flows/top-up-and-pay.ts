import { linkCharge, requireHeld } from '@/lib/booking/charge-link'
import { getBooking } from '@/lib/booking/read'
import { readOffer, type TopUpOffer } from '@/lib/charge/auto-topup/read'
import { createRun, executeRun, findRun } from '@/lib/charge/auto-topup/run'
import type { Order, OrderRow } from '@/lib/charge/order'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { countAgainst } from '@/lib/policy/rate-limit'
import { payFromCharges, readShortfall } from './charge-and-pay'

type TopUpAndPay = {
  userId: string
  bookingId: string
  /** What the person was shown and tapped on: nothing else is ever charged. */
  amount: bigint
  requestKey: string
}

/** What one tap would charge for a price that the wallet falls short of; null where it is not agreed to, or not enough. */
export async function readTopUpOffer(ctx: Ctx, userId: string, price: bigint): Promise<TopUpOffer | null> {
  const { charge } = await readShortfall(ctx, userId, price)
  return readOffer(ctx, userId, charge)
}

/**
 * Charges the registered card for what the wallet lacks and pays the booking with it, which the server finishes however
 * long the card takes. Repeating it with the same key charges nothing more. Throws NOT_FOUND, HOLD_EXPIRED,
 * AMOUNT_MISMATCH when it would not be what was shown, RATE_LIMITED, and what a run throws; then nothing was taken.
 */
export async function topUpAndPay(ctx: Ctx, input: TopUpAndPay): Promise<Order> {
  const { userId, bookingId } = input
  const requestKey = `topup:${input.requestKey}`
  const run = (await findRun(ctx, userId, requestKey)) ?? (await beginOnce(ctx, { ...input, requestKey }))
  if (run.status === 'READY') await linkCharge(ctx, { renterId: userId, bookingId, orderId: run.id })
  await failpoint('topup.1')
  const order = await executeRun(ctx, run)
  await failpoint('topup.2')
  if (order.status === 'DONE') await payFromCharges(ctx, order.orderId)
  return order
}

/** What is refused because the same tap has meanwhile gone through is that tap. */
async function beginOnce(ctx: Ctx, input: TopUpAndPay): Promise<OrderRow> {
  try {
    return await begin(ctx, input)
  } catch (refusal) {
    const same = await findRun(ctx, input.userId, input.requestKey)
    if (same) return same
    throw refusal
  }
}

async function begin(ctx: Ctx, { userId, bookingId, amount, requestKey }: TopUpAndPay): Promise<OrderRow> {
  const booking = await getBooking(ctx, userId, bookingId)
  if (booking.party !== 'renter') throw new PosPayError('NOT_FOUND')
  requireHeld(booking, ctx.now())
  await countAgainst(ctx, 'order', userId)
  const offer = await readTopUpOffer(ctx, userId, booking.price)
  if (offer?.amount !== amount)
    throw new PosPayError('AMOUNT_MISMATCH', { message: '충전할 금액이 바뀌었어요. 다시 확인해 주세요.' })
  return createRun(ctx, { userId, autoTopUpId: offer.autoTopUpId, amount, trigger: 'shortage', requestKey })
}
