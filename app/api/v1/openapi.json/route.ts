import { sessionCookieName } from '@/lib/auth'
import { describeEndpoints, getDocument } from '@/lib/openapi'
import { publicRoute } from '@/lib/route'
import { endpoints } from '../endpoints'

export const GET = publicRoute(getDocument, async () => ({
  status: 200,
  body: describeEndpoints(endpoints, sessionCookieName()),
}))
