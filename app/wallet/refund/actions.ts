'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { refundCharges } from '@/lib/refund/refund-charges'
import { refundAccountSchema } from '@/lib/refund/wire'

/** `order:amount,order:amount` */
const PARTS = /^[\w-]{22,64}:\d{1,10}(,[\w-]{22,64}:\d{1,10}){0,99}$/

const refundForm = z.object({
  key: z.string().min(16).max(255),
  parts: z
    .string()
    .regex(PARTS)
    .transform((text) =>
      text.split(',').map((part) => {
        const [orderId = '', amount = ''] = part.split(':')
        return { orderId, amount: BigInt(amount) }
      }),
    ),
  bankCode: z.string().optional(),
  accountNumber: z.string().optional(),
  holderName: z.string().optional(),
})

export const refundAction = action(refundForm, async ({ key, parts, ...account }, user) => {
  const given = account.bankCode === undefined ? undefined : readAccount(account)
  if (given === null) {
    return { ok: false, code: 'INVALID_REQUEST', message: '돌려받을 계좌를 다시 확인해 주세요.' }
  }
  const asked = { userId: user.id, parts, account: given, key }
  const refunds = await refundCharges(await webContext(), asked).catch((error: unknown) => {
    if (!(error instanceof PosPayError)) throw error
    refresh()
    return error
  })
  if (refunds instanceof PosPayError) {
    return { ok: false, code: refunds.code, message: `잔액은 그대로예요. ${refunds.message}` }
  }
  redirect(`/wallet/refund/${refunds[0]!.batchId}`)
})

/** Null for one that is none. People write numbers with dashes. */
function readAccount({ accountNumber = '', ...rest }: { accountNumber?: string }) {
  const digits = accountNumber.replace(/[-\s]/g, '')
  const parsed = refundAccountSchema.safeParse({ ...rest, accountNumber: digits })
  return parsed.success ? parsed.data : null
}
