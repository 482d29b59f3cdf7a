import { and, desc, eq, gte, ilike, lt, lte, or } from 'drizzle-orm'
import { z } from 'zod'
import { SPACE_KINDS, spacePhotos, spaces } from '@/db/schema/space'
import { isId } from '@/lib/ids'
import { lineSchema, MOST_PEOPLE, priceSchema } from './fields'
import type { Space, SpaceCtx } from './space'

/** A form sends its empty fields too. */
const unlessEmpty = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema)

const PAGE = 20
const MAX_PAGE = 100

/** What a list of spaces can be narrowed to, as a query says it. */
export const spaceFilter = z.object({
  /** Words of the name or the address. */
  q: unlessEmpty(lineSchema('찾는 말을', 60).optional()),
  kind: unlessEmpty(z.enum(SPACE_KINDS).optional()),
  /** People it must hold. */
  capacity: unlessEmpty(z.coerce.number().int().min(1).max(MOST_PEOPLE).optional()),
  /** Won for an hour, at most. */
  maxPrice: unlessEmpty(priceSchema.optional()),
  instant: unlessEmpty(
    z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional(),
  ),
  cursor: unlessEmpty(z.string().refine(isId).optional()),
  limit: unlessEmpty(z.coerce.number().int().min(1).max(MAX_PAGE).default(PAGE)),
})

export type SpaceFilter = z.output<typeof spaceFilter>

export type SpaceSummary = Pick<
  Space,
  'id' | 'kind' | 'name' | 'address' | 'capacity' | 'hourlyPrice' | 'instant' | 'status'
> & {
  /** The hash of the photo shown with it. */
  cover: string | null
}

export const summaryColumns = {
  id: spaces.id,
  kind: spaces.kind,
  name: spaces.name,
  address: spaces.address,
  capacity: spaces.capacity,
  hourlyPrice: spaces.hourlyPrice,
  instant: spaces.instant,
  status: spaces.status,
  cover: spacePhotos.hash,
}

/** The photo shown with a space; one space has at most one. */
export const isItsCover = and(eq(spacePhotos.spaceId, spaces.id), spacePhotos.cover)

/** Spaces that take bookings, newest first, by keyset: the cursor is the last one shown. */
export async function listSpaces(
  { db }: Pick<SpaceCtx, 'db'>,
  { q, kind, capacity, maxPrice, instant, cursor, limit }: SpaceFilter,
): Promise<{ items: SpaceSummary[]; nextCursor: string | null }> {
  const rows = await db
    .select(summaryColumns)
    .from(spaces)
    .leftJoin(spacePhotos, isItsCover)
    .where(
      and(
        eq(spaces.status, 'open'),
        ...(q ?? '').split(' ').filter(Boolean).map(containsWord),
        kind && eq(spaces.kind, kind),
        capacity ? gte(spaces.capacity, capacity) : undefined,
        maxPrice ? lte(spaces.hourlyPrice, maxPrice) : undefined,
        instant === undefined ? undefined : eq(spaces.instant, instant),
        cursor ? lt(spaces.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(spaces.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
}

function containsWord(word: string) {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
  return or(ilike(spaces.name, pattern), ilike(spaces.address, pattern))
}
