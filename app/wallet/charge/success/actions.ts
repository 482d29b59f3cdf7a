'use server'

import { redirect, RedirectType } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { confirmCharge } from '@/lib/charge/confirm'
import { webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'

const confirmForm = z.object({
  orderId: z.string().min(6).max(64),
  paymentKey: z.string().min(1).max(200),
  amount: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(BigInt),
})

/** Leaves for the receipt in place of the return address, so that the payment key is gone from the browser's history. */
export const confirmChargeAction = action(confirmForm, async (input, user) => {
  await confirmCharge(await webContext(), { ...input, userId: user.id }).catch(unlessLapsed)
  redirect(`/wallet/charge/${input.orderId}`, RedirectType.replace)
})

/** The order's own page tells it better, and the same whether the job has been there before or not. */
function unlessLapsed(error: unknown): void {
  if (!(error instanceof PosPayError && error.code === 'ORDER_EXPIRED')) throw error
}
