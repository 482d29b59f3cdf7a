'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { retryMail } from '@/lib/notification/failed-mail'

export const retryAction = operatorAction(
  'mail.retry',
  z.object({ id: z.string().max(64) }),
  async ({ id }, { id: operatorId }) => {
    await retryMail(await webContext(), { operatorId, id })
    refresh()
  },
)
