import { eq } from 'drizzle-orm'
import { spacePhotos } from '@/db/schema/space'
import { PosPayError } from '@/lib/errors'
import type { SpaceCtx } from './space'

const SIZES = ['large', 'small']

/** The WebP that a photo's hash names, in one of its sizes. Throws NOT_FOUND. */
export async function readPhoto({ db }: Pick<SpaceCtx, 'db'>, hash: string, size: string): Promise<Buffer> {
  if (!/^[0-9a-f]{64}$/.test(hash) || !SIZES.includes(size)) throw new PosPayError('NOT_FOUND')
  const bytes = size === 'large' ? spacePhotos.large : spacePhotos.small
  const [photo] = await db.select({ bytes }).from(spacePhotos).where(eq(spacePhotos.hash, hash)).limit(1)
  if (!photo) throw new PosPayError('NOT_FOUND')
  return photo.bytes
}
