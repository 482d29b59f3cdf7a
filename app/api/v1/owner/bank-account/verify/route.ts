import { userRoute } from '@/lib/route'
import { verifyAccount } from '@/lib/withdrawal/verify-account'
import * as wire from '@/lib/withdrawal/wire'

export const POST = userRoute(wire.verifyBankAccount, async ({ ctx, user, body }) => ({
  status: 200,
  body: await verifyAccount(ctx, { userId: user.id, sessionId: user.sessionId, code: body.code }),
}))
