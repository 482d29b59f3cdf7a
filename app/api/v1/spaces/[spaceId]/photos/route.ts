import { userRoute } from '@/lib/route'
import { addPhoto } from '@/lib/space/add-photo'
import { MAX_PHOTO_BYTES, PHOTO_TYPES } from '@/lib/space/photo-limits'

const upload = { types: PHOTO_TYPES, maxBytes: MAX_PHOTO_BYTES }

export const POST = userRoute({ upload }, async ({ ctx, user, params, file }) => ({
  status: 201,
  body: await addPhoto(ctx, { ownerId: user.id, spaceId: params.spaceId!, file }),
}))
