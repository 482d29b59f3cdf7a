'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { openingForm } from '@/lib/cases/form'
import { answerCase, closeCase, noteCase, sendPaper } from '@/lib/cases/handle-case'
import { openCaseFor } from '@/lib/cases/open-case'
import { emailSchema } from '@/lib/identity/credentials'

const caseId = z.string().max(64)

export const openAction = operatorAction(
  'cases.handle',
  openingForm.extend({ email: emailSchema }),
  async (input, { id: operatorId }) => {
    const { id } = await openCaseFor(await webContext(), { ...input, operatorId })
    redirect(`/admin/cases/${id}`)
  },
)

const text = z.string().trim().min(1, '내용을 적어 주세요.').max(1000, '1,000자까지 적을 수 있어요.')

export const noteAction = operatorAction(
  'cases.handle',
  z.object({ caseId, text }),
  async (input, { id: operatorId }) => {
    await noteCase(await webContext(), { ...input, operatorId })
    refresh()
  },
)

const answer = z.string().trim().min(1, '답을 적어 주세요.').max(2000, '2,000자까지 적을 수 있어요.')

export const answerAction = operatorAction(
  'cases.handle',
  z.object({ caseId, answer }),
  async (input, { id: operatorId }) => {
    await answerCase(await webContext(), { ...input, operatorId })
    refresh()
  },
)

export const paperAction = operatorAction(
  'cases.handle',
  z.object({ caseId }),
  async (input, { id: operatorId }) => {
    await sendPaper(await webContext(), { ...input, operatorId })
    refresh()
  },
)

export const closeAction = operatorAction(
  'cases.handle',
  z.object({ caseId }),
  async (input, { id: operatorId }) => {
    await closeCase(await webContext(), { ...input, operatorId })
    refresh()
  },
)
