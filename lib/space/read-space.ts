import { and, asc, desc, eq, gt } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { spaceBlackouts, spaceHours, spacePhotos, spaces } from '@/db/schema/space'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'
import type { DayHours } from './hours'
import { isItsCover, summaryColumns, type SpaceSummary } from './list-spaces'
import type { Space, SpaceCtx } from './space'

export type Photo = { id: string; hash: string; width: number; height: number; cover: boolean }

export type SpaceDetail = Space & { ownerName: string; hours: DayHours[]; photos: Photo[] }

/** Everything that anybody may know of a space. Throws NOT_FOUND. */
export async function readSpace(ctx: Pick<SpaceCtx, 'db'>, spaceId: string): Promise<SpaceDetail> {
  if (!isId(spaceId)) throw new PosPayError('NOT_FOUND')
  const [[found], hours, photos] = await Promise.all([
    ctx.db
      .select({ space: spaces, ownerName: users.name })
      .from(spaces)
      .innerJoin(users, eq(users.id, spaces.ownerId))
      .where(eq(spaces.id, spaceId)),
    ctx.db
      .select({ weekday: spaceHours.weekday, opensAt: spaceHours.opensAt, closesAt: spaceHours.closesAt })
      .from(spaceHours)
      .where(eq(spaceHours.spaceId, spaceId)),
    readPhotos(ctx, spaceId),
  ])
  if (!found) throw new PosPayError('NOT_FOUND')
  return { ...found.space, ownerName: found.ownerName, hours, photos }
}

/** The cover first. */
function readPhotos({ db }: Pick<SpaceCtx, 'db'>, spaceId: string): Promise<Photo[]> {
  const { id, hash, width, height, cover } = spacePhotos
  return db
    .select({ id, hash, width, height, cover })
    .from(spacePhotos)
    .where(eq(spacePhotos.spaceId, spaceId))
    .orderBy(desc(spacePhotos.cover), asc(spacePhotos.position))
}

export type Blackout = { id: string; startsAt: Date; endsAt: Date }

/** One's own space with the blackouts that are not over. Throws NOT_FOUND, for another's too. */
export async function readOwnSpace(
  ctx: Pick<SpaceCtx, 'db' | 'now'>,
  ownerId: string,
  spaceId: string,
): Promise<SpaceDetail & { blackouts: Blackout[] }> {
  const space = await readSpace(ctx, spaceId)
  if (space.ownerId !== ownerId) throw new PosPayError('NOT_FOUND')
  const { id, startsAt, endsAt } = spaceBlackouts
  const blackouts = await ctx.db
    .select({ id, startsAt, endsAt })
    .from(spaceBlackouts)
    .where(and(eq(spaceBlackouts.spaceId, spaceId), gt(endsAt, ctx.now())))
    .orderBy(asc(startsAt))
  return { ...space, blackouts }
}

/** Everything that one has registered, newest first. */
export async function listOwnSpaces({ db }: Pick<SpaceCtx, 'db'>, ownerId: string): Promise<SpaceSummary[]> {
  return db
    .select(summaryColumns)
    .from(spaces)
    .leftJoin(spacePhotos, isItsCover)
    .where(eq(spaces.ownerId, ownerId))
    .orderBy(desc(spaces.id))
}
