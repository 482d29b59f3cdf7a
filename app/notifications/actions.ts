'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { isId } from '@/lib/ids'
import { markRead } from '@/lib/notification/read-notices'

const markReadForm = z.object({ through: z.string().refine(isId) })

export const markReadAction = action(markReadForm, async ({ through }, user) => {
  await markRead(await webContext(), { userId: user.id, through })
  // The bell is in the frame of every page.
  revalidatePath('/', 'layout')
})
