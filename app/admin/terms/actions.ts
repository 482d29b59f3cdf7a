'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { publishVersion, rejectVersion } from '@/lib/terms/decide'
import { draftVersion } from '@/lib/terms/draft'
import { isDay } from '@/lib/time'

const id = z.string().max(64)
const words = (most: number) =>
  z.string().trim().min(1, '적어 주세요.').max(most, `${most}자까지 적을 수 있어요.`)

const draftForm = z.object({
  document: z.enum(['terms', 'privacy', 'dispute']),
  version: z.string().refine(isDay, '적용일을 골라 주세요.'),
  text: z.string().max(100_000, '글이 너무 길어요.'),
  summary: words(1000),
  reason: words(500),
  worse: z
    .literal('yes')
    .optional()
    .transform((ticked) => ticked !== undefined),
})

export const draftAction = operatorAction('terms.draft', draftForm, async (input, { id: operatorId }) => {
  const draft = await draftVersion(await webContext(), { ...input, operatorId })
  redirect(`/admin/terms/${draft.id}`)
})

export const publishAction = operatorAction(
  'terms.publish',
  z.object({ id }),
  async (input, { id: operatorId }) => {
    await publishVersion(await webContext(), { ...input, operatorId })
    refresh()
  },
)

export const rejectAction = operatorAction(
  'terms.publish',
  z.object({ id, reason: words(200) }),
  async (input, { id: operatorId }) => {
    await rejectVersion(await webContext(), { ...input, operatorId })
    refresh()
  },
)
