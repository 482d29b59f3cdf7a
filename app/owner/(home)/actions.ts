'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { setSchedule } from '@/lib/withdrawal/schedule'

const day = (last: number) => z.coerce.number().int().min(1).max(last)

const scheduleForm = z.discriminatedUnion('cadence', [
  z.object({ cadence: z.literal('off') }),
  z.object({ cadence: z.literal('weekly'), day: day(5) }),
  z.object({ cadence: z.literal('monthly'), day: day(28) }),
])

export const scheduleAction = action(scheduleForm, async (typed, { id: userId }) => {
  await setSchedule(await webContext(), userId, typed.cadence === 'off' ? null : typed)
  refresh()
})
