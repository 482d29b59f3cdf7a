import { liveHub } from '@/lib/live'
import { currentUser } from '@/lib/auth'
import { ERRORS } from '@/lib/errors'

/** The browser comes back by itself, and its session is checked again then. */
const STREAM_MS = 5 * 60 * 1000
/** Proxies drop a stream that is silent for longer. */
const BEAT_MS = 15 * 1000
const MAX_STREAMS_PER_USER = 20

/** A stream that says when to look again, and nothing of what is there to see. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser()
  if (!user) return Response.json({ code: 'UNAUTHENTICATED', ...ERRORS.UNAUTHENTICATED }, { status: 401 })
  const hub = liveHub()
  if (hub.count(user.id) >= MAX_STREAMS_PER_USER) {
    return Response.json({ code: 'RATE_LIMITED', ...ERRORS.RATE_LIMITED }, { status: 429 })
  }

  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const unsubscribe = hub.subscribe(user.id, (version) => send(`event: wallet\ndata: {"version":"${version}"}\n\n`))
      const beat = setInterval(() => send(': still here\n\n'), BEAT_MS)
      const end = () => {
        unsubscribe()
        clearInterval(beat)
        clearTimeout(limit)
        request.signal.removeEventListener('abort', end)
        try {
          controller.close()
        } catch {
          // the browser closed it first
        }
      }
      const limit = setTimeout(end, STREAM_MS)
      request.signal.addEventListener('abort', end)
      send('retry: 1000\n\n')
    },
  })
  return new Response(stream, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' },
  })
}
