import { currentUser } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { ending, liveHub } from '@/lib/live'
import { refusalResponse } from '@/lib/route'

/** The browser comes back by itself, and its session is checked again then. */
const STREAM_MS = 5 * 60 * 1000
/** Proxies drop a stream that is silent for longer, and the page takes longer silence for a broken line. */
const BEAT_MS = 15 * 1000
const MAX_STREAMS_PER_USER = 20

/** A stream that says when to look again, and nothing of what is there to see. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser()
  if (!user) return refusalResponse(new PosPayError('UNAUTHENTICATED'), request)
  const hub = liveHub()
  if (hub.count(user.id) >= MAX_STREAMS_PER_USER) {
    return refusalResponse(new PosPayError('RATE_LIMITED', { retryAfterSeconds: 60 }), request)
  }

  let end = () => {}
  const stream = new ReadableStream<string>({
    start(controller) {
      const unsubscribe = hub.subscribe(user.id, (version) => {
        controller.enqueue(`event: wallet\ndata: {"version":"${version}"}\n\n`)
      })
      const beat = setInterval(() => controller.enqueue('event: beat\ndata:\n\n'), BEAT_MS)
      const close = () => {
        end()
        controller.close()
      }
      const limit = setTimeout(close, STREAM_MS)
      ending.addEventListener('abort', close)
      end = () => {
        unsubscribe()
        clearInterval(beat)
        clearTimeout(limit)
        ending.removeEventListener('abort', close)
      }
      controller.enqueue('retry: 1000\n\n')
    },
    cancel: () => end(),
  })
  return new Response(stream.pipeThrough(new TextEncoderStream()), {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
