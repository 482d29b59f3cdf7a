import type { SpaceFields } from '@/lib/space/fields'
import { spaceForm } from '@/lib/space/fields'
import { registerSpace } from '@/lib/space/register-space'
import { newRenter, type Scene } from '../support/scene'
import { spaceFields } from '../support/space-form'

export const fieldsOf = (change: Record<string, string> = {}): SpaceFields =>
  spaceForm.parse(spaceFields(change))

/** Somebody with one space. */
export async function newOwner(
  scene: Scene,
  change: Record<string, string> = {},
): Promise<{ ownerId: string; spaceId: string }> {
  const { userId: ownerId } = await newRenter(scene)
  const { spaceId } = await registerSpace(scene.ctx, ownerId, fieldsOf(change))
  return { ownerId, spaceId }
}
