import { eq } from 'drizzle-orm'
import { spaceHours, spaces } from '@/db/schema/space'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { addDays, addMs, HOUR_MS, kstMidnight } from '@/lib/time'
import { openHours, overlaps, type Range } from './hours'
import type { SpaceCtx } from './space'
import { takenRanges } from './taken-ranges'

export type Slot = Range & { available: boolean }

/**
 * The opening hours of a space on one KST day, hour by hour, and whether each can still be booked. An hour in which
 * the space is closed is no slot. Throws NOT_FOUND, and SPACE_UNAVAILABLE when it takes no bookings at all.
 */
export async function readSlots(
  ctx: Pick<SpaceCtx, 'db' | 'now'>,
  spaceId: string,
  day: string,
): Promise<Slot[]> {
  if (!isId(spaceId)) throw new PosPayError('NOT_FOUND')
  const [space] = await ctx.db.select({ status: spaces.status }).from(spaces).where(eq(spaces.id, spaceId))
  if (!space) throw new PosPayError('NOT_FOUND')
  if (space.status !== 'open') throw new PosPayError('SPACE_UNAVAILABLE')
  const range = { startAt: kstMidnight(day), endAt: kstMidnight(addDays(day, 1)) }
  const now = ctx.now()
  const [hours, taken] = await Promise.all([
    ctx.db.select().from(spaceHours).where(eq(spaceHours.spaceId, spaceId)),
    takenRanges(ctx.db, spaceId, range, now),
  ])
  return openHours(hours, day).map((hour) => ({
    ...hour,
    available: now <= hour.startAt && !taken.some((range) => overlaps(range, hour)),
  }))
}

/** Until when a night that began the day before is still going on. */
const MORNING_HOUR = 6

/** The slots of a day and of the night it runs into, as somebody who stays past midnight would choose them. */
export async function readNight(
  ctx: Pick<SpaceCtx, 'db' | 'now'>,
  spaceId: string,
  day: string,
): Promise<Slot[]> {
  const midnight = kstMidnight(addDays(day, 1))
  const morning = addMs(midnight, MORNING_HOUR * HOUR_MS)
  const [today, tomorrow] = await Promise.all([
    readSlots(ctx, spaceId, day),
    readSlots(ctx, spaceId, addDays(day, 1)),
  ])
  const slots = [...today]
  for (const slot of tomorrow.filter(({ startAt }) => startAt < morning)) {
    if (slots.at(-1)?.endAt.getTime() === slot.startAt.getTime()) slots.push(slot)
  }
  return slots
}
