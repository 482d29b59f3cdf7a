import { checkCredentials } from '@/lib/identity/log-in'
import { encodeToken, endSession, startSession } from '@/lib/identity/session'
import * as wire from '@/lib/identity/wire'
import { publicRoute, userRoute } from '@/lib/route'
import { DAY_MS, SECOND_MS } from '@/lib/time'

/** Beyond the session row's own life, so that the row alone decides. */
const TOKEN_MAX_AGE_SECONDS = (31 * DAY_MS) / SECOND_MS

export const POST = publicRoute(wire.logIn, async ({ ctx, body, headers }) => {
  const { userId } = await checkCredentials(ctx, body)
  const session = await startSession(ctx, { userId, channel: 'api', userAgent: headers.get('user-agent') })
  const token = await encodeToken(session.id, TOKEN_MAX_AGE_SECONDS)
  return { status: 201, body: { token, expiresAt: session.expiresAt } }
})

export const DELETE = userRoute(wire.logOut, async ({ ctx, user }) => {
  await endSession(ctx, user.sessionId)
  return { status: 204, body: null }
})
