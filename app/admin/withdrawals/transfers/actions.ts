'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { applyResults } from '@/lib/withdrawal/manual/apply-results'
import { makeBatch } from '@/lib/withdrawal/manual/make-batch'

export const makeBatchAction = operatorAction(
  'transfers.carry',
  z.object({}),
  async (_, { id: operatorId }) => {
    await makeBatch(await webContext(), { operatorId })
    refresh()
  },
)

const resultForm = z.object({
  file: z.file().min(1, '은행이 준 결과 파일을 골라 주세요.').max(500_000, '500KB까지 올릴 수 있어요.'),
})

export const applyResultsAction = operatorAction(
  'transfers.carry',
  resultForm,
  async ({ file }, { id: operatorId }) => {
    const bytes = Buffer.from(await file.arrayBuffer())
    const { problems } = await applyResults(await webContext(), { operatorId, bytes })
    refresh()
    return {
      ok: true,
      message: problems.length
        ? '맞는 줄만 반영했어요. 반영하지 않은 줄은 아래에서 확인해 주세요.'
        : '결과를 모두 반영했어요.',
    }
  },
)
