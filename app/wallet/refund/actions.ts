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
  /** Only there when one is asked for. */
  accountNumber: z.string().optional(),
  bankCode: z.string().optional(),
  holderName: z.string().optional(),
})

const FAULTS: Record<string, string> = {
  bankCode: '은행을 골라 주세요.',
  accountNumber: '계좌번호는 숫자로만 20자리까지 입력해 주세요.',
  holderName: '통장에 적힌 이름을 입력해 주세요.',
}

export const refundAction = action(refundForm, async ({ key, parts, ...typed }, user) => {
  const account = typed.accountNumber === undefined ? undefined : readAccount(typed)
  if (account?.error) {
    const names = account.error.issues.map(({ path }) => String(path[0]))
    const fields = Object.fromEntries(names.map((name) => [name, FAULTS[name]!]))
    return { ok: false, code: 'INVALID_REQUEST', fields }
  }
  const asked = { userId: user.id, parts, account: account?.data, key }
  const refunds = await refundCharges(await webContext(), asked).catch((error: unknown) => {
    if (!(error instanceof PosPayError)) throw error
    refresh()
    return error
  })
  if (refunds instanceof PosPayError) {
    const { code, message, fields } = refunds
    return {
      ok: false,
      code,
      message: `잔액은 그대로예요. ${message}`,
      // Only an account that was typed has fields to be at fault.
      fields: typed.accountNumber === undefined ? undefined : (fields ?? undefined),
    }
  }
  redirect(`/wallet/refund/${refunds[0]!.batchId}`)
})

/** People write numbers with dashes; a browser leaves out the choice of a bank that nobody has made. */
function readAccount({ accountNumber = '', ...rest }: { accountNumber?: string }) {
  return refundAccountSchema.safeParse({ ...rest, accountNumber: accountNumber.replace(/[-\s]/g, '') })
}
