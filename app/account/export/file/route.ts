import { unstable_rethrow } from 'next/navigation'
import { requireUser, webContext } from '@/lib/auth'
import { exportPerson } from '@/lib/flows/export-person'
import { countAgainst } from '@/lib/policy/rate-limit'
import { refusalResponse } from '@/lib/route'
import { kstDay } from '@/lib/time'

/** One's own data, and nobody else's: whose it is the session says. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { id: userId, sessionId } = await requireUser()
    const ctx = await webContext()
    await countAgainst(ctx, 'file', userId)
    const data = await exportPerson(ctx, { userId, sessionId })
    return new Response(JSON.stringify(data, null, 2), {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="pospay-${kstDay(ctx.now())}.json"`,
      },
    })
  } catch (error) {
    unstable_rethrow(error)
    return refusalResponse(error, request)
  }
}
