import { userRoute } from '@/lib/route'
import { listWithdrawals } from '@/lib/withdrawal/read'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { toWithdrawal } from '@/lib/withdrawal/withdrawal'
import * as wire from '@/lib/withdrawal/wire'

export const POST = userRoute(wire.makeWithdrawal, async ({ ctx, user, body, idempotencyKey: key }) => {
  const { amount } = body
  const { withdrawal, replayed } = await requestWithdrawal(ctx, { userId: user.id, amount, key })
  return { status: 202, body: toWithdrawal(withdrawal), replayed }
})

export const GET = userRoute(wire.listWithdrawals, async ({ ctx, user, query }) => ({
  status: 200,
  body: await listWithdrawals(ctx, { userId: user.id, ...query }),
}))
