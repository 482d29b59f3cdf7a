import { readHistory } from '@/lib/ledger/read'
import * as wire from '@/lib/ledger/wire'
import { userRoute } from '@/lib/route'

export const GET = userRoute(wire.listTransactions, async ({ ctx, user, query }) => ({
  status: 200,
  body: await readHistory(ctx, { userId: user.id, ...query }),
}))
