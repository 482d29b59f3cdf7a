import { userRoute } from '@/lib/route'
import { addPhoto } from '@/lib/space/add-photo'
import * as wire from '@/lib/space/wire'

export const POST = userRoute(wire.addPhoto, async ({ ctx, user, params, file }) => ({
  status: 201,
  body: await addPhoto(ctx, { ownerId: user.id, spaceId: params.spaceId, file }),
}))
