'use server'

import { redirect, RedirectType } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { bookingOfCharge } from '@/lib/booking/read'
import { confirmCharge } from '@/lib/charge/confirm'
import type { Order } from '@/lib/charge/order'
import { PosPayError } from '@/lib/errors'
import { payFromCharges } from '@/lib/flows/charge-and-pay'

/** A deposit is still to be made: its page says how. */
const ON_ITS_WAY: Order['status'][] = ['DONE', 'CONFIRMING']

const confirmForm = z.object({
  orderId: z.string().min(6).max(64),
  paymentKey: z.string().min(1).max(200),
  amount: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(BigInt),
})

/**
 * Leaves in place of the return address, so that the payment key is gone from the browser's history: for the receipt,
 * or for the booking that the money is meant for as long as it has come or may still come.
 */
export const confirmChargeAction = action(confirmForm, async (input, user) => {
  const ctx = await webContext()
  const order = await confirmCharge(ctx, { ...input, userId: user.id }).catch(unlessLapsed)
  if (order?.status === 'DONE') await payFromCharges(ctx, order.orderId)
  const bookingId =
    order && ON_ITS_WAY.includes(order.status) && (await bookingOfCharge(ctx, user.id, order.orderId))
  redirect(bookingId ? `/bookings/${bookingId}` : `/wallet/charge/${input.orderId}`, RedirectType.replace)
})

/** The order's own page tells it better, and the same whether the job has been there before or not. */
function unlessLapsed(error: unknown): null {
  if (error instanceof PosPayError && error.code === 'ORDER_EXPIRED') return null
  throw error
}
