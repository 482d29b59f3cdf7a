'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { removeSecondFactor } from '@/lib/identity/second-factor/remove'

export const removeAction = operatorAction(
  'second_factors.remove',
  z.object({
    userId: z.uuid(),
    reason: z.string().trim().min(1, '이유를 적어 주세요.').max(200, '200자까지 적을 수 있어요.'),
  }),
  async (input, { id: operatorId }) => {
    await removeSecondFactor(await webContext(), { ...input, operatorId })
    refresh()
  },
)
