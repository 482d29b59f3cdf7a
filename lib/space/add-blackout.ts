import { and, count, eq, gt } from 'drizzle-orm'
import { spaceBlackouts } from '@/db/schema/space'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { lockOwnSpace, type SpaceCtx } from './space'

type AddBlackout = { ownerId: string; spaceId: string; startsAt: Date; endsAt: Date }

/** More at once than anybody plans ahead; all of them are on one page. */
export const MOST_BLACKOUTS = 100

/**
 * Keeps a time of one's own space from being booked; what is booked in it already stays.
 * Throws NOT_FOUND, INVALID_REQUEST for a time that is over or one too many.
 */
export async function addBlackout(
  ctx: SpaceCtx,
  { ownerId, spaceId, startsAt, endsAt }: AddBlackout,
): Promise<void> {
  const now = ctx.now()
  if (endsAt <= now) throw refusal('이미 지난 시간이에요.')
  await withTx(ctx.db, async (tx) => {
    await lockOwnSpace(tx, ownerId, spaceId)
    const ahead = and(eq(spaceBlackouts.spaceId, spaceId), gt(spaceBlackouts.endsAt, now))
    const [planned] = await tx.select({ count: count() }).from(spaceBlackouts).where(ahead)
    if (planned!.count >= MOST_BLACKOUTS) throw refusal(`${MOST_BLACKOUTS}개까지 정해 둘 수 있어요.`)
    const id = newId()
    await tx.insert(spaceBlackouts).values({ id, spaceId, startsAt, endsAt, createdAt: now })
    await audit(ctx, tx, {
      action: 'space.blackout_added',
      target: spaceId,
      detail: { id, startsAt, endsAt },
    })
  })
}

function refusal(message: string): PosPayError {
  return new PosPayError('INVALID_REQUEST', { message, fields: { endDay: message } })
}
