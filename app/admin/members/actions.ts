'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { freezeMember } from '@/lib/member/freeze'
import { agreeToUnfreeze, refuseUnfreeze, unfreezeMember } from '@/lib/member/unfreeze'
import { unmask } from '@/lib/member/unmask'

const ofMember = z.object({ userId: z.uuid() })
const withReason = ofMember.extend({
  reason: z.string().trim().min(1, '이유를 적어 주세요.').max(200, '200자까지 적을 수 있어요.'),
})

export const unmaskAction = operatorAction(
  'members.unmask',
  withReason,
  async (input, { id: operatorId }) => {
    await unmask(await webContext(), { ...input, operatorId })
    refresh()
  },
)

export const freezeAction = operatorAction(
  'members.freeze',
  withReason,
  async (input, { id: operatorId }) => {
    await freezeMember(await webContext(), { ...input, operatorId })
    refresh()
  },
)

export const unfreezeAction = operatorAction(
  'members.freeze',
  withReason,
  async (input, { id: operatorId }) => {
    await unfreezeMember(await webContext(), { ...input, operatorId })
    refresh()
  },
)

export const agreeAction = operatorAction('members.freeze', ofMember, async (input, { id: operatorId }) => {
  await agreeToUnfreeze(await webContext(), { ...input, operatorId })
  refresh()
})

export const refuseAction = operatorAction(
  'members.freeze',
  withReason,
  async (input, { id: operatorId }) => {
    await refuseUnfreeze(await webContext(), { ...input, operatorId })
    refresh()
  },
)
