import { userRoute } from '@/lib/route'
import { registerAccount } from '@/lib/withdrawal/register-account'
import * as wire from '@/lib/withdrawal/wire'

export const PUT = userRoute(wire.setBankAccount, async ({ ctx, user, body }) => ({
  status: 200,
  body: await registerAccount(ctx, { userId: user.id, sessionId: user.sessionId, account: body }),
}))
