'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { requestWithdrawal } from '@/lib/withdrawal/request'

const withdrawForm = z.object({
  key: z.string().min(16).max(255),
  amount: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(BigInt),
})

export const withdrawAction = action(withdrawForm, async ({ key, amount }, { id: userId }) => {
  const asked = { userId, amount, key: `web:${key}` }
  const made = await requestWithdrawal(await webContext(), asked).catch((error: unknown) => {
    if (!(error instanceof PosPayError)) throw error
    refresh()
    return error
  })
  if (made instanceof PosPayError) {
    return { ok: false, code: made.code, message: `돈은 그대로 있어요. ${made.message}` }
  }
  redirect(`/owner/withdrawals/${made.withdrawal.id}`)
})

export const cancelWithdrawalAction = action(
  z.object({ withdrawalId: z.string().max(64) }),
  async ({ withdrawalId }, { id: userId }) => {
    await cancelWithdrawal(await webContext(), { userId, withdrawalId })
    refresh()
  },
)
