import { readEarnings } from '@/lib/booking/earnings'
import * as wire from '@/lib/booking/wire'
import { userRoute } from '@/lib/route'

export const GET = userRoute(wire.getEarnings, async ({ ctx, user, query }) => ({
  status: 200,
  body: await readEarnings(ctx, { ownerId: user.id, ...query }),
}))
