import { and, eq } from 'drizzle-orm'
import { spacePhotos } from '@/db/schema/space'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { lockOwnSpace, type SpaceCtx } from './space'

type OwnPhoto = { ownerId: string; spaceId: string; photoId: string }

/** Makes a photo of one's own space the one that is shown first. Throws NOT_FOUND. */
export async function chooseCover(ctx: SpaceCtx, { ownerId, spaceId, photoId }: OwnPhoto): Promise<void> {
  if (!isId(photoId)) throw new PosPayError('NOT_FOUND')
  await withTx(ctx.db, async (tx) => {
    await lockOwnSpace(tx, ownerId, spaceId)
    const ofSpace = eq(spacePhotos.spaceId, spaceId)
    await tx.update(spacePhotos).set({ cover: false }).where(and(ofSpace, spacePhotos.cover))
    const [chosen] = await tx
      .update(spacePhotos)
      .set({ cover: true })
      .where(and(ofSpace, eq(spacePhotos.id, photoId)))
      .returning({ id: spacePhotos.id })
    if (!chosen) throw new PosPayError('NOT_FOUND')
    await audit(ctx, tx, { action: 'space.cover_chosen', target: spaceId, detail: { id: photoId } })
  })
}
