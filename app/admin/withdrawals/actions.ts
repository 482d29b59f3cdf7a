'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { approveWithdrawal, rejectWithdrawal } from '@/lib/withdrawal/approve'
import { approveSeveral, type Verdict } from '@/lib/withdrawal/approve-several'
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

const reason = z.string().trim().min(1, '이유를 적어 주세요.').max(200, '200자까지 적을 수 있어요.')

/** As many as the page shows. */
const MOST_AT_ONCE = 50

const several = z.object({
  withdrawalIds: z
    .string()
    .max(MOST_AT_ONCE * 40)
    .transform((ids) => ids.split(',')),
  reason,
})

export const approveSeveralAction = operatorAction(
  'withdrawals.decide',
  several,
  async (input, { id: operatorId }) => {
    const verdicts = await approveSeveral(await webContext(), { ...input, operatorId })
    refresh()
    const items = verdicts.map((verdict) => ({
      ...{ key: verdict.withdrawalId, ok: verdict.outcome !== 'refused' },
      message: wordsOf(verdict),
    }))
    return { ok: true, items }
  },
)

function wordsOf({ outcome, refused }: Verdict): string {
  if (outcome === 'refused') return `승인하지 못했어요. ${refused}`
  return outcome === 'sendable' ? '승인이 끝나 은행으로 보내요' : '승인했어요. 다른 담당자의 승인을 기다려요'
}

const rejectForm = z.object({ withdrawalId, reason })

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
