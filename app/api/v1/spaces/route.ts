import { PosPayError } from '@/lib/errors'
import { toJsonAmount } from '@/lib/money'
import { publicRoute } from '@/lib/route'
import { listSpaces, spaceFilter } from '@/lib/space/list-spaces'

export const GET = publicRoute({}, async ({ ctx, url }) => {
  const asked = spaceFilter.safeParse(Object.fromEntries(url.searchParams))
  if (!asked.success) throw new PosPayError('INVALID_REQUEST')
  const { items, nextCursor } = await listSpaces(ctx, asked.data)
  return {
    status: 200,
    body: {
      items: items.map(({ id, name, address, capacity, hourlyPrice, instant }) => ({
        id,
        name,
        address,
        capacity,
        hourlyPrice: toJsonAmount(hourlyPrice),
        instant,
      })),
      nextCursor,
    },
  }
})
