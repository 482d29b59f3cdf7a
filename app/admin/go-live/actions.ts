'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { recordEvidence } from '@/lib/doctor/record-evidence'
import { daySchema } from '@/lib/wire'

const recordForm = z.object({
  kind: z.enum(['charge_flow', 'settlement_account', 'small_payment']),
  day: daySchema,
  note: z.string().trim().min(1, '무엇을 확인했는지 적어 주세요.').max(300, '300자까지 적을 수 있어요.'),
})

export const recordAction = operatorAction('golive.record', recordForm, async (input, { id: operatorId }) => {
  await recordEvidence(await webContext(), { ...input, operatorId })
  refresh()
})
