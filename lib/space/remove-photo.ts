import { and, asc, eq } from 'drizzle-orm'
import { spacePhotos } from '@/db/schema/space'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { lockOwnSpace, type SpaceCtx } from './space'

type OwnPhoto = { ownerId: string; spaceId: string; photoId: string }

/** Deletes a photo of one's own space; when it was the cover, the next one is. Throws NOT_FOUND. */
export async function removePhoto(ctx: SpaceCtx, { ownerId, spaceId, photoId }: OwnPhoto): Promise<void> {
  if (!isId(photoId)) throw new PosPayError('NOT_FOUND')
  await withTx(ctx.db, async (tx) => {
    await lockOwnSpace(tx, ownerId, spaceId)
    const [gone] = await tx
      .delete(spacePhotos)
      .where(and(eq(spacePhotos.id, photoId), eq(spacePhotos.spaceId, spaceId)))
      .returning({ cover: spacePhotos.cover, hash: spacePhotos.hash })
    if (!gone) throw new PosPayError('NOT_FOUND')
    const [next] = await tx
      .select({ id: spacePhotos.id })
      .from(spacePhotos)
      .where(eq(spacePhotos.spaceId, spaceId))
      .orderBy(asc(spacePhotos.position))
      .limit(1)
    if (gone.cover && next) {
      await tx.update(spacePhotos).set({ cover: true }).where(eq(spacePhotos.id, next.id))
    }
    await audit(ctx, tx, {
      action: 'space.photo_removed',
      target: spaceId,
      detail: { id: photoId, hash: gone.hash },
    })
  })
}
