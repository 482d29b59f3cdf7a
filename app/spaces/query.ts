import { spaceFilter, type SpaceFilter } from '@/lib/space/list-spaces'

export type Asked = Record<string, string | string[] | undefined>

/** What an address asks for; what it says badly is left out rather than refused. */
export function readFilter(asked: Asked): SpaceFilter {
  const all = spaceFilter.safeParse(asked)
  if (all.success) return all.data
  const wrong = new Set(all.error.issues.map(({ path }) => path[0]))
  return spaceFilter.parse(Object.fromEntries(Object.entries(asked).filter(([name]) => !wrong.has(name))))
}

/** The address of the list narrowed to `filter`. */
export function spacesPath({ q, kind, capacity, maxPrice, instant, cursor }: Partial<SpaceFilter>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ q, kind, capacity, maxPrice, instant, cursor })) {
    if (value !== undefined) query.set(name, String(value))
  }
  return query.size ? `/spaces?${query}` : '/spaces'
}
