import { and, eq } from 'drizzle-orm'
import { spaceBlackouts } from '@/db/schema/space'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { lockOwnSpace, type SpaceCtx } from './space'

type RemoveBlackout = { ownerId: string; spaceId: string; blackoutId: string }

/** Frees a time of one's own space again. Throws NOT_FOUND. */
export async function removeBlackout(
  ctx: SpaceCtx,
  { ownerId, spaceId, blackoutId }: RemoveBlackout,
): Promise<void> {
  if (!isId(blackoutId)) throw new PosPayError('NOT_FOUND')
  await withTx(ctx.db, async (tx) => {
    await lockOwnSpace(tx, ownerId, spaceId)
    const [gone] = await tx
      .delete(spaceBlackouts)
      .where(and(eq(spaceBlackouts.id, blackoutId), eq(spaceBlackouts.spaceId, spaceId)))
      .returning()
    if (!gone) throw new PosPayError('NOT_FOUND')
    const { id, startsAt, endsAt } = gone
    await audit(ctx, tx, {
      action: 'space.blackout_removed',
      target: spaceId,
      detail: { id, startsAt, endsAt },
    })
  })
}
