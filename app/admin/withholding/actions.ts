'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { emailSchema } from '@/lib/identity/credentials'
import { daySchema } from '@/lib/wire'
import { setWithholding } from '@/lib/withdrawal/withholding'

const withholdingForm = z.object({
  email: emailSchema,
  kind: z.enum(['none', 'business_income', 'other_income']),
  effectiveFrom: daySchema,
})

export const setWithholdingAction = operatorAction(
  'withholding.set',
  withholdingForm,
  async (input, { id: operatorId }) => {
    await setWithholding(await webContext(), { ...input, operatorId })
    refresh()
  },
)
