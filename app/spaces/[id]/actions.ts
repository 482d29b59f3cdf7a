'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction, type FormState } from '@/lib/action'
import { currentUser, webContext } from '@/lib/auth'
import { book } from '@/lib/booking/book'
import { listBookings } from '@/lib/booking/read'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { daySchema } from '@/lib/wire'
import { chosenPath } from './chosen-hours'

const instant = z.iso.datetime().transform((text) => new Date(text))

const bookForm = z.object({
  spaceId: z.uuid(),
  day: daySchema,
  startAt: instant,
  endAt: instant,
  requestKey: z.string().min(16).max(64),
})

type Wish = z.output<typeof bookForm>

/** Takes the chosen time and goes on to its page; whoever is not logged in does that first and finds it chosen. */
export const bookAction = publicAction(bookForm, async (wish) => {
  const user = await currentUser()
  if (!user) redirect(`/login?next=${encodeURIComponent(chosenPath(wish.spaceId, wish))}`)
  const ctx = await webContext()
  const booked = await take(ctx, user.id, wish)
  if ('refusal' in booked) return booked.refusal
  redirect(`/bookings/${booked.id}`)
})

async function take(
  ctx: Ctx,
  renterId: string,
  wish: Wish,
): Promise<{ id: string } | { refusal: FormState }> {
  const { spaceId, startAt, endAt } = wish
  // Another time chosen on the same page is another wish.
  const requestKey = `${wish.requestKey} ${startAt.toISOString()} ${endAt.toISOString()}`
  try {
    return await book(ctx, { renterId, spaceId, startAt, endAt, requestKey })
  } catch (error) {
    if (!(error instanceof PosPayError)) throw error
    const mine = error.code === 'SLOT_TAKEN' && (await findMine(ctx, renterId, wish))
    if (mine) return { id: mine }
    if (error.code === 'SLOT_TAKEN' || error.code === 'SPACE_UNAVAILABLE') refresh()
    return { refusal: { ok: false, code: error.code, message: `낸 돈은 없어요. ${error.message}` } }
  }
}

/** The booking that another tab or an earlier try has made already. */
async function findMine(
  ctx: Ctx,
  renterId: string,
  { spaceId, startAt, endAt }: Wish,
): Promise<string | null> {
  const { items } = await listBookings(ctx, { userId: renterId, as: 'renter', group: 'open' })
  const same = items.find(
    (booking) =>
      booking.spaceId === spaceId &&
      booking.startAt.getTime() === startAt.getTime() &&
      booking.endAt.getTime() === endAt.getTime(),
  )
  return same?.bookingId ?? null
}
