'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { approveAdjustment, rejectAdjustment } from '@/lib/adjustment/decide'
import { draftSchema } from '@/lib/adjustment/draft'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { webContext } from '@/lib/auth'

const adjustmentId = z.string().max(64)
const hash = z.string().max(64)
const reason = z.string().trim().min(1, '이유를 적어 주세요.').max(200, '200자까지 적을 수 있어요.')
const draft = z
  .string()
  .max(4_000)
  .transform((text, issues) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      issues.addIssue('분개를 다시 미리 봐 주세요.')
      return z.NEVER
    }
  })
  .pipe(draftSchema)

export const proposeAction = operatorAction(
  'adjustments.make',
  z.object({ draft, hash, reason }),
  async (input, { id: operatorId }) => {
    await proposeAdjustment(await webContext(), { ...input, operatorId })
    redirect('/admin/adjustments')
  },
)

export const approveAction = operatorAction(
  'adjustments.decide',
  z.object({ adjustmentId, hash }),
  async (input, { id: operatorId }) => {
    await approveAdjustment(await webContext(), { ...input, operatorId })
    refresh()
  },
)

export const rejectAction = operatorAction(
  'adjustments.decide',
  z.object({ adjustmentId, reason }),
  async (input, { id: operatorId }) => {
    await rejectAdjustment(await webContext(), { ...input, operatorId })
    refresh()
  },
)
