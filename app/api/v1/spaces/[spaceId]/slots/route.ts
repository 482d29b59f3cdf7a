import { publicRoute } from '@/lib/route'
import { readSlots } from '@/lib/space/slots'
import * as wire from '@/lib/space/wire'

export const GET = publicRoute(wire.listSlots, async ({ ctx, params, query: { date } }) => ({
  status: 200,
  body: { date, items: await readSlots(ctx, params.spaceId, date) },
}))
