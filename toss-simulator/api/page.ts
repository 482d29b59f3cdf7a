import { TossError } from '@/toss-simulator/errors'

const DEFAULT_LIMIT = 10
const MAXIMUM_LIMIT = 10_000

/**
 * One page of a list of the second version, as `limit` and `startingAfter` ask for.
 * @throws {TossError} INVALID_REQUEST for another limit, or a cursor that the list does not have
 */
export function pageOf<Item extends { id: string }>(items: Item[], query: URLSearchParams) {
  const limit = readLimit(query.get('limit'))
  const startingAfter = query.get('startingAfter')
  const first = startingAfter ? items.findIndex(({ id }) => id === startingAfter) + 1 : 0
  if (startingAfter && first === 0) throw new TossError('INVALID_REQUEST')
  const page = items.slice(first, first + limit)
  const hasMore = first + limit < items.length
  return { items: page, hasMore, nextCursor: hasMore ? page.at(-1)!.id : null }
}

function readLimit(text: string | null): number {
  if (!text) return DEFAULT_LIMIT
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > MAXIMUM_LIMIT) throw new TossError('INVALID_REQUEST')
  return Number(text)
}
