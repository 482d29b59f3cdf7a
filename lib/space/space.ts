import { and, eq } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { spaces } from '@/db/schema/space'
import type { Tx } from '@/db/tx'
import type { Acting } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isId } from '@/lib/ids'

/** What the verbs of this folder need from the world. */
export type SpaceCtx = Acting & { db: Database }

export type Space = typeof spaces.$inferSelect

/** One's own space, locked until the tx ends. Throws NOT_FOUND, for another's just as for one that does not exist. */
export async function lockOwnSpace(tx: Tx, ownerId: string, spaceId: string): Promise<Space> {
  if (!isId(spaceId)) throw new PosPayError('NOT_FOUND')
  const [space] = await tx
    .select()
    .from(spaces)
    .where(and(eq(spaces.id, spaceId), eq(spaces.ownerId, ownerId)))
    .for('update')
  if (!space) throw new PosPayError('NOT_FOUND')
  return space
}
