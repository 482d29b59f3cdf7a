import { z } from 'zod'
import { addMs, DAY_MS, HOUR_MS, kstMidnight } from '@/lib/time'
import { daySchema } from '@/lib/wire'

const LONGEST_DAYS = 366

const day = daySchema.catch('')
const hour = z
  .string()
  .regex(/^(\d|1\d|2[0-4])$/, '시간을 골라 주세요.')
  .transform(Number)

/** A blackout as a form sends it: two KST days, each with an hour from 0 to 24. */
export const blackoutForm = z
  .object({ spaceId: z.string(), startDay: day, startHour: hour, endDay: day, endHour: hour })
  .transform(({ spaceId, startDay, startHour, endDay, endHour }, check) => {
    const refuse = (field: string, message: string) => {
      check.addIssue({ code: 'custom', path: [field], message })
      return z.NEVER
    }
    if (!startDay) return refuse('startDay', '시작하는 날을 골라 주세요.')
    if (!endDay) return refuse('endDay', '끝나는 날을 골라 주세요.')
    const startsAt = addMs(kstMidnight(startDay), startHour * HOUR_MS)
    const endsAt = addMs(kstMidnight(endDay), endHour * HOUR_MS)
    if (endsAt <= startsAt) return refuse('endDay', '끝나는 때는 시작보다 뒤여야 해요.')
    if (endsAt > addMs(startsAt, LONGEST_DAYS * DAY_MS))
      return refuse('endDay', '한 번에 1년까지 쉴 수 있어요.')
    return { spaceId, startsAt, endsAt }
  })
