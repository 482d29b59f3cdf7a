'use server'

import { redirect, RedirectType } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { registerCard } from '@/lib/charge/auto-topup/register-card'
import { resumeAutoTopUp } from '@/lib/charge/auto-topup/resume'
import { startAutoTopUp } from '@/lib/charge/auto-topup/start'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'

const won = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(BigInt)
const tick = z.literal('on').optional()

const startForm = z.object({
  amount: won,
  monthlyCap: won,
  onShortage: tick,
  belowThreshold: tick,
  threshold: won,
  consent: z.string({ error: '동의해야 자동충전을 켤 수 있어요.' }).max(40),
})

/** Notes down the consent; the browser then opens Toss's window for the card. */
export const startAutoTopUpAction = action(startForm, async (input, user) => {
  await startAutoTopUp(await webContext(), {
    userId: user.id,
    amount: input.amount,
    monthlyCap: input.monthlyCap,
    onShortage: input.onShortage === 'on',
    threshold: input.belowThreshold === 'on' ? input.threshold : null,
    consent: input.consent,
  })
})

const returnForm = z.object({ customerKey: z.string().min(2).max(50), authKey: z.string().min(1).max(300) })

/** Leaves in place of the return address, so that the key is gone from the browser's history. */
export const registerCardAction = action(returnForm, async (input, user) => {
  await registerCard(await webContext(), { ...input, userId: user.id })
  redirect('/wallet/auto-topup', RedirectType.replace)
})

export const resumeAutoTopUpAction = action(z.object({}), async (_input, user) => {
  await resumeAutoTopUp(await webContext(), user.id)
  redirect('/wallet/auto-topup', RedirectType.replace)
})

export const turnOffAutoTopUpAction = action(z.object({}), async (_input, user) => {
  await turnOffAutoTopUp(await webContext(), user.id)
  redirect('/wallet/auto-topup', RedirectType.replace)
})
