'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { reconcileByHand } from '@/lib/flows/reconcile-by-hand'
import { explainBreak, noteBreak, takeBreak } from '@/lib/reconcile/handle-break'
import { CAUSES } from '@/lib/reconcile/words'

const breakId = z.string().max(64)

export const runAction = operatorAction('breaks.handle', z.object({}), async (_, { id: operatorId }) => {
  await reconcileByHand(await webContext(), operatorId)
  refresh()
})

export const takeAction = operatorAction(
  'breaks.handle',
  z.object({ breakId }),
  async (input, { id: operatorId }) => {
    await takeBreak(await webContext(), { ...input, operatorId })
    refresh()
  },
)

const text = z.string().trim().min(1, '내용을 적어 주세요.').max(1000, '1,000자까지 적을 수 있어요.')

export const noteAction = operatorAction(
  'breaks.handle',
  z.object({ breakId, text }),
  async (input, { id: operatorId }) => {
    await noteBreak(await webContext(), { ...input, operatorId })
    refresh()
  },
)

const explanation = z.object({
  breakId,
  cause: z.enum(CAUSES, '원인을 골라 주세요.'),
  reason: z.string().trim().min(1, '이유를 적어 주세요.').max(200, '200자까지 적을 수 있어요.'),
  adjustmentId: z
    .string()
    .max(64)
    .transform((id) => id || null),
})

export const explainAction = operatorAction(
  'breaks.handle',
  explanation,
  async (input, { id: operatorId }) => {
    await explainBreak(await webContext(), { ...input, operatorId })
    refresh()
  },
)
