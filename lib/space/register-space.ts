import { spaceHours, spaces } from '@/db/schema/space'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import { newId } from '@/lib/ids'
import { requireActive } from '@/lib/identity/require-active'
import { countAgainst } from '@/lib/policy/rate-limit'
import type { SpaceFields } from './fields'
import type { SpaceCtx } from './space'

/** Makes a space that renters find at once. Throws ACCOUNT_FROZEN, RATE_LIMITED. */
export async function registerSpace(
  ctx: SpaceCtx,
  ownerId: string,
  fields: SpaceFields,
): Promise<{ spaceId: string }> {
  await countAgainst(ctx, 'registerSpace', ownerId)
  await requireActive(ctx.db, ownerId)
  return withTx(ctx.db, (tx) => insertSpace(ctx, tx, ownerId, fields))
}

/** The space with its hours, in the caller's tx. */
export async function insertSpace(
  ctx: SpaceCtx,
  tx: Tx,
  ownerId: string,
  { hours, ...fields }: SpaceFields,
): Promise<{ spaceId: string }> {
  const spaceId = newId()
  const now = ctx.now()
  await tx.insert(spaces).values({ id: spaceId, ownerId, ...fields, createdAt: now, updatedAt: now })
  await tx.insert(spaceHours).values(hours.map((day) => ({ spaceId, ...day })))
  await audit(ctx, tx, { action: 'space.registered', target: spaceId })
  return { spaceId }
}
