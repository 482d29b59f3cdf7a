'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { approveWithdrawal, rejectWithdrawal } from '@/lib/withdrawal/approve'
import { retryWithdrawal } from '@/lib/withdrawal/retry'

const withdrawalId = z.string().max(64)

export const approveAction = operatorAction(
  'withdrawals.decide',
  z.object({ withdrawalId }),
  async (input, { id: operatorId }) => {
    await approveWithdrawal(await webContext(), { ...input, operatorId })
    refresh()
  },
)

const rejectForm = z.object({
  withdrawalId,
  reason: z.string().trim().min(1, '이유를 적어 주세요.').max(200, '200자까지 적을 수 있어요.'),
})

export const rejectAction = operatorAction(
  'withdrawals.decide',
  rejectForm,
  async (input, { id: operatorId }) => {
    await rejectWithdrawal(await webContext(), { ...input, operatorId })
    refresh()
  },
)

export const retryAction = operatorAction(
  'withdrawals.decide',
  z.object({ withdrawalId }),
  async (input, { id: operatorId }) => {
    await retryWithdrawal(await webContext(), { ...input, operatorId })
    refresh()
  },
)
