'use server'

import { refresh } from 'next/cache'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { openingForm } from '@/lib/cases/form'
import { openCase } from '@/lib/cases/open-case'

export const askAction = action(openingForm, async (input, { id: userId }) => {
  await openCase(await webContext(), { ...input, userId, openedBy: userId })
  refresh()
})
