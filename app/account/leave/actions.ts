'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { forgetSessionCookie, webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { leave } from '@/lib/flows/leave'

const leaveForm = z.object({ sure: z.literal('yes', '확인했다고 표시해 주세요.') })

export const leaveAction = action(leaveForm, async (_, { id: userId, sessionId }) => {
  await leave(await webContext(), { userId, sessionId }).catch((error: unknown) => {
    // What stands in the way now, or asks for the password, the page says.
    if (error instanceof PosPayError) refresh()
    throw error
  })
  await forgetSessionCookie()
  redirect('/login?left=1')
})
