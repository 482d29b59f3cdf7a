'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { replayWebhook } from '@/lib/webhook/replay'

export const replayAction = operatorAction(
  'webhooks.replay',
  z.object({ id: z.string().max(64) }),
  async ({ id }, user) => {
    await replayWebhook(await webContext(), { operatorId: user.id, id })
    refresh()
  },
)
