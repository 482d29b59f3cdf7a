import { PosPayError } from '@/lib/errors'
import { publicRoute } from '@/lib/route'
import { daySchema, readSlots } from '@/lib/space/slots'
import { toKstIso } from '@/lib/time'

export const GET = publicRoute({}, async ({ ctx, params, url }) => {
  const date = daySchema.safeParse(url.searchParams.get('date'))
  if (!date.success) throw new PosPayError('INVALID_REQUEST')
  const slots = await readSlots(ctx, params.spaceId!, date.data)
  return {
    status: 200,
    body: {
      date: date.data,
      items: slots.map(({ startAt, endAt, available }) => ({
        startAt: toKstIso(startAt),
        endAt: toKstIso(endAt),
        available,
      })),
    },
  }
})
