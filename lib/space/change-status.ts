import { eq } from 'drizzle-orm'
import { spaces, type SpaceStatus } from '@/db/schema/space'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { requireActive } from '@/lib/identity/require-active'
import { lockOwnSpace, type SpaceCtx } from './space'

type ChangeStatus = { ownerId: string; spaceId: string; status: SpaceStatus }

/** Opens one's own space for bookings or closes it. Closing is always possible. Throws NOT_FOUND, ACCOUNT_FROZEN. */
export async function changeStatus(ctx: SpaceCtx, { ownerId, spaceId, status }: ChangeStatus): Promise<void> {
  if (status === 'open') await requireActive(ctx.db, ownerId)
  await withTx(ctx.db, async (tx) => {
    const space = await lockOwnSpace(tx, ownerId, spaceId)
    if (space.status === status) return
    await tx.update(spaces).set({ status, updatedAt: ctx.now() }).where(eq(spaces.id, spaceId))
    await audit(ctx, tx, { action: status === 'open' ? 'space.opened' : 'space.closed', target: spaceId })
  })
}
