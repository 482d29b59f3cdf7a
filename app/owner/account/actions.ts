'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { businessNumberSchema } from '@/lib/identity/business-number'
import { registerAccount } from '@/lib/withdrawal/register-account'
import { sayBusiness } from '@/lib/withdrawal/say-business'
import { giveUpAccount, verifyAccount } from '@/lib/withdrawal/verify-account'
import { savePayee } from '@/lib/withdrawal/toss/payee'
import { payeeForm } from '@/lib/withdrawal/toss/payee-form'
import { accountSchema, codeSchema } from '@/lib/withdrawal/wire'

const accountForm = z.object({
  bankCode: accountSchema.shape.bankCode.or(z.literal('').transform(() => null)),
  accountNumber: z.string().max(60),
  holderName: z.string().max(100),
})

export const registerAccountAction = action(accountForm, async (typed, { id: userId, sessionId }) => {
  const account = accountSchema.safeParse(typed)
  if (!account.success) {
    const wrong = new Set(account.error.issues.map(({ path }) => String(path[0])))
    const fields = Object.fromEntries(Object.entries(MISSING).filter(([name]) => wrong.has(name)))
    return { ok: false, code: 'INVALID_REQUEST', fields }
  }
  const ctx = await webContext()
  await orAskAgain(registerAccount(ctx, { userId, sessionId, account: account.data }))
  redirect('/owner/account')
})

const MISSING = {
  bankCode: '은행을 골라 주세요.',
  accountNumber: '계좌번호를 숫자 8~20자리로 입력해 주세요.',
  holderName: '예금주 이름을 입력해 주세요.',
}

export const verifyAccountAction = action(
  z.object({ code: codeSchema.shape.code.catch('') }),
  async ({ code }, { id: userId, sessionId }) => {
    if (!code) {
      const message = '숫자 4자리를 입력해 주세요.'
      return { ok: false, code: 'INVALID_REQUEST', fields: { code: message } }
    }
    await orAskAgain(verifyAccount(await webContext(), { userId, sessionId, code }))
    redirect('/owner/account')
  },
)

/** Where the password was typed too long ago, the page that comes back asks for it. */
async function orAskAgain(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (error instanceof PosPayError && error.code === 'REAUTH_REQUIRED') refresh()
    throw error
  })
}

export const giveUpAccountAction = action(z.object({}), async (_, { id: userId }) => {
  await giveUpAccount(await webContext(), userId)
  redirect('/owner/account?change')
})

const businessForm = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('none') }).transform(({ kind }) => ({ kind, number: null })),
    z.object({ kind: z.enum(['sole', 'corporate']), number: businessNumberSchema }),
  ],
  '구분을 골라 주세요.',
)

export const sayBusinessAction = action(businessForm, async (said, { id: userId }) => {
  await sayBusiness(await webContext(), { ...said, userId })
  refresh()
})

export const savePayeeAction = action(payeeForm, async (told, { id: userId, sessionId }) => {
  await orAskAgain(savePayee(await webContext(), { userId, sessionId, told }))
  // Of an address that differs in nothing but its fragment the browser would go on showing the old page.
  redirect('/owner/account?saved')
})
