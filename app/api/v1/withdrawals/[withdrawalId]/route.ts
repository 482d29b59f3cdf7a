import { userRoute } from '@/lib/route'
import { getWithdrawal } from '@/lib/withdrawal/read'
import * as wire from '@/lib/withdrawal/wire'

export const GET = userRoute(wire.getWithdrawal, async ({ ctx, user, params }) => ({
  status: 200,
  body: await getWithdrawal(ctx, user.id, params.withdrawalId),
}))
