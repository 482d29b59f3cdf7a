import { publicRoute } from '@/lib/route'
import { listSpaces } from '@/lib/space/list-spaces'
import * as wire from '@/lib/space/wire'

export const GET = publicRoute(wire.listSpaces, async ({ ctx, query }) => ({
  status: 200,
  body: await listSpaces(ctx, query),
}))
