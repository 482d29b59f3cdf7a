'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { createOrder } from '@/lib/charge/create-order'
import { webContext } from '@/lib/auth'

const createOrderForm = z.object({
  amount: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(BigInt),
})

export const createOrderAction = action(createOrderForm, async ({ amount }, user) => {
  const order = await createOrder(await webContext(), { userId: user.id, amount })
  redirect(`/wallet/charge/${order.orderId}`)
})
