import { eq } from 'drizzle-orm'
import { spacePhotos } from '@/db/schema/space'
import { violatedConstraint } from '@/db/sql-state'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { requireActive } from '@/lib/identity/require-active'
import { countAgainst } from '@/lib/policy/rate-limit'
import { encodePhoto, type EncodedPhoto } from './encode-photo'
import { MOST_PHOTOS } from './photo-limits'
import { lockOwnSpace, type SpaceCtx } from './space'

type AddPhoto = { ownerId: string; spaceId: string; file: Buffer }

/**
 * Re-encodes a picture and shows it with one's own space; the first is its cover. Throws NOT_FOUND,
 * UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, INVALID_REQUEST for one too many, STATE_CONFLICT for the same again,
 * ACCOUNT_FROZEN, RATE_LIMITED.
 */
export async function addPhoto(
  ctx: SpaceCtx,
  { ownerId, spaceId, file }: AddPhoto,
): Promise<{ photoId: string; hash: string }> {
  await countAgainst(ctx, 'photo', ownerId)
  await requireActive(ctx.db, ownerId)
  // Before the work of encoding, and again with it done.
  await withTx(ctx.db, (tx) => lockOwnSpace(tx, ownerId, spaceId))
  const photo = await encodePhoto(file)
  try {
    return await withTx(ctx.db, async (tx) => {
      await lockOwnSpace(tx, ownerId, spaceId)
      return insertPhoto(ctx, tx, spaceId, photo)
    })
  } catch (error) {
    if (violatedConstraint(error) !== 'space_photos_picture_once') throw error
    throw new PosPayError('STATE_CONFLICT', { message: '이미 올린 사진이에요.', cause: error })
  }
}

/** The photo in the first free place, in a tx that has locked the space. */
export async function insertPhoto(
  ctx: SpaceCtx,
  tx: Tx,
  spaceId: string,
  photo: EncodedPhoto,
): Promise<{ photoId: string; hash: string }> {
  const rows = await tx
    .select({ position: spacePhotos.position })
    .from(spacePhotos)
    .where(eq(spacePhotos.spaceId, spaceId))
  const taken = rows.map(({ position }) => position)
  const position = Array.from({ length: MOST_PHOTOS }, (_, index) => index + 1).find(
    (place) => !taken.includes(place),
  )
  if (!position) {
    throw new PosPayError('INVALID_REQUEST', { message: `사진은 ${MOST_PHOTOS}장까지 올릴 수 있어요.` })
  }
  const id = newId()
  const cover = taken.length === 0
  await tx.insert(spacePhotos).values({ id, spaceId, position, cover, ...photo, createdAt: ctx.now() })
  await audit(ctx, tx, {
    action: 'space.photo_added',
    target: spaceId,
    detail: { id, hash: photo.hash },
  })
  return { photoId: id, hash: photo.hash }
}
