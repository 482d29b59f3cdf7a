import { readBounded } from '@/lib/read-bounded'
import { requestContext } from '@/lib/request'
import { refusalResponse } from '@/lib/route'
import { receiveWebhook } from '@/lib/webhook/receive'

/** A payment with all its members is a twentieth of this. */
const MAX_BYTES = 64 * 1024

/** Where Toss tells of changes. 200: kept, to be looked at; 401: not signed by Toss; anything else makes Toss try again. */
export async function POST(request: Request): Promise<Response> {
  try {
    const ctx = requestContext(request.headers)
    const raw = await readBounded(request, MAX_BYTES)
    const kept = await receiveWebhook(ctx, { headers: request.headers, raw })
    return new Response(null, { status: kept ? 200 : 401 })
  } catch (error) {
    return refusalResponse(error, request)
  }
}
