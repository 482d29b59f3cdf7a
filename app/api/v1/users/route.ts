import { signUp } from '@/lib/identity/sign-up'
import * as wire from '@/lib/identity/wire'
import { publicRoute } from '@/lib/route'

export const POST = publicRoute(wire.signUp, async ({ ctx, body }) => {
  const { userId } = await signUp(ctx, body)
  return { status: 201, body: { userId, email: body.email, name: body.name } }
})
