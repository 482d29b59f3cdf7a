'use server'

import { refresh } from 'next/cache'
import { redirect, RedirectType } from 'next/navigation'
import { z } from 'zod'
import { action, type FormState } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { PosPayError } from '@/lib/errors'
import { startChargeForBooking } from '@/lib/flows/charge-and-pay'
import { topUpAndPay } from '@/lib/flows/top-up-and-pay'

const bookingId = z.string().max(64)

/** A booking is paid once and cancelled once: every tab, reload and repeat is the same request, so it has one key. */
const keyOf = (what: 'pay' | 'cancel', id: string) => `web:${what}:${id}`

export const payAction = action(z.object({ bookingId }), async (input, user) => {
  const key = keyOf('pay', input.bookingId)
  try {
    await payBooking(await webContext(), { ...input, renterId: user.id, key })
  } catch (error) {
    return refuse(error, '빠져나간 돈은 없어요.')
  }
  redirect(`/bookings/${input.bookingId}`, RedirectType.replace)
})

const chargeForm = z.object({ bookingId, requestKey: z.string().min(16).max(64) })

export const chargeAndPayAction = action(chargeForm, async (input, user) => {
  const order = await startChargeForBooking(await webContext(), { ...input, userId: user.id }).catch(
    (error: unknown) => ({ refusal: refuse(error, '빠져나간 돈은 없어요.') }),
  )
  if ('refusal' in order) return order.refusal
  redirect(`/wallet/charge/${order.orderId}`)
})

const topUpForm = chargeForm.extend({
  amount: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(BigInt),
})

/** The booking's page tells how it went: paid, on its way, or that the card was declined. */
export const topUpAndPayAction = action(topUpForm, async (input, user) => {
  try {
    await topUpAndPay(await webContext(), { ...input, userId: user.id })
  } catch (error) {
    return refuse(error, '빠져나간 돈은 없어요.')
  }
  redirect(`/bookings/${input.bookingId}`, RedirectType.replace)
})

const cancelForm = z.object({
  bookingId,
  atLeast: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(BigInt),
})

export const cancelAction = action(cancelForm, async (input, user) => {
  const key = keyOf('cancel', input.bookingId)
  try {
    await cancelBooking(await webContext(), { ...input, userId: user.id, key })
  } catch (error) {
    return refuse(error, '예약은 그대로예요.')
  }
  redirect(`/bookings/${input.bookingId}`, RedirectType.replace)
})

/** A refusal in words that begin with the money. When the booking's new state tells it better, there is none. */
function refuse(error: unknown, first: string): FormState {
  if (!(error instanceof PosPayError)) throw error
  refresh()
  if (error.code === 'HOLD_EXPIRED' || error.code === 'STATE_CONFLICT') return null
  return { ok: false, code: error.code, message: `${first} ${error.message}` }
}
