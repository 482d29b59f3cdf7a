import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import { spaceHours, spaces } from '@/db/schema/space'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { requireActive } from '@/lib/identity/require-active'
import type { SpaceFields } from './fields'
import { lockOwnSpace, type Space, type SpaceCtx } from './space'

type EditSpace = { ownerId: string; spaceId: string; fields: SpaceFields }

/** Rewrites one's own space; what is booked already keeps its price and rules. Throws NOT_FOUND, ACCOUNT_FROZEN. */
export async function editSpace(ctx: SpaceCtx, { ownerId, spaceId, fields }: EditSpace): Promise<void> {
  await requireActive(ctx.db, ownerId)
  const { hours, ...columns } = fields
  await withTx(ctx.db, async (tx) => {
    const before = await lockOwnSpace(tx, ownerId, spaceId)
    await tx
      .update(spaces)
      .set({ ...columns, updatedAt: ctx.now() })
      .where(eq(spaces.id, spaceId))
    await tx.delete(spaceHours).where(eq(spaceHours.spaceId, spaceId))
    await tx.insert(spaceHours).values(hours.map((day) => ({ spaceId, ...day })))
    await audit(ctx, tx, {
      action: 'space.edited',
      target: spaceId,
      detail: { ...changes(before, columns), hours },
    })
  })
}

/** What a dispute about a space asks for: each changed column before and after. */
function changes(before: Space, after: Partial<Space>): Record<string, unknown> {
  const changed = Object.entries(after).filter(
    ([name, value]) => !isDeepStrictEqual(before[name as keyof Space], value),
  )
  return Object.fromEntries(
    changed.map(([name, value]) => [name, { from: shown(before[name as keyof Space]), to: shown(value) }]),
  )
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
