'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { enrolSecondFactor } from '@/lib/identity/second-factor/enrol'
import { enterSecondFactor } from '@/lib/identity/second-factor/enter'
import { secondFactorPath } from '../../return-path'

const code = z.string().trim().min(1, '코드를 입력해 주세요.').max(40)
const next = z.string().max(2000).catch('')

export const enterAction = action(z.object({ code, next }), async (input, { id: userId, sessionId }) => {
  await enterSecondFactor(await webContext(), { userId, sessionId, code: input.code })
  redirect(secondFactorPath(input.next))
})

export const enrolAction = action(
  z.object({ code, next, offer: z.string().max(4000) }),
  async (input, { id: userId, sessionId }) => {
    const { offer, code: typed } = input
    await enrolSecondFactor(await webContext(), { userId, sessionId, offer, code: typed })
    redirect(secondFactorPath(input.next))
  },
)
