'use server'

import { refresh } from 'next/cache'
import { redirect, RedirectType } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { answerRequest } from '@/lib/booking/answer'
import { cancelBooking } from '@/lib/booking/cancel'

const answerForm = z.object({ bookingId: z.string().max(64), answer: z.enum(['accept', 'decline']) })

export const answerAction = action(answerForm, async ({ bookingId, answer }, user) => {
  await answerRequest(await webContext(), { ownerId: user.id, bookingId, accept: answer === 'accept' })
  refresh()
})

/** A booking is cancelled once, whoever repeats it and from which tab. */
export const cancelAsOwnerAction = action(
  z.object({ bookingId: z.string().max(64) }),
  async (input, user) => {
    const key = `web:owner-cancel:${input.bookingId}`
    await cancelBooking(await webContext(), { ...input, userId: user.id, key })
    redirect(`/owner/bookings/${input.bookingId}`, RedirectType.replace)
  },
)
