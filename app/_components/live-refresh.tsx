'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState, type ReactNode } from 'react'
import { Notice } from './notice'

/** Several movements in one moment redraw the page once. */
const COALESCE_MS = 120
/** How often to ask while the event stream is down; a change must show within two seconds. */
const POLL_MS = 2_000

/** The server speaks every 15 s; a line that is silent for longer than two such turns is dead. */
const SILENCE_MS = 40_000

type Props = { children: ReactNode; /** What to ask while the stream is down. */ probe?: string }

/**
 * Keeps what it wraps true: redraws from the server when the server says that something changed, and says so when
 * the connection is gone instead of letting an old balance pass for the current one.
 */
export function LiveRefresh({ children, probe = '/api/v1/wallet' }: Props) {
  const router = useRouter()
  const [stale, setStale] = useState(false)

  useEffect(() => follow(probe, () => router.refresh(), setStale), [probe, router])

  return (
    <div data-stale={stale || undefined} className="group/live">
      <div role="status">
        {stale ? (
          <Notice tone="caution" title="연결이 끊겼어요" className="mb-4">
            아래는 마지막으로 확인한 내용이에요. 다시 연결되면 저절로 바뀌어요.
          </Notice>
        ) : null}
      </div>
      {children}
    </div>
  )
}

/** Follows the user's events while the page is in sight, until the returned function is called. */
function follow(probe: string, refresh: () => void, setStale: (stale: boolean) => void): () => void {
  let stream: EventSource | null = null
  let coalescing: number | undefined
  let silence: number | undefined
  let heard: string | undefined
  let seen: string | undefined

  function changed() {
    window.clearTimeout(coalescing)
    coalescing = window.setTimeout(refresh, COALESCE_MS)
  }
  function alive() {
    window.clearTimeout(silence)
    silence = window.setTimeout(turned, SILENCE_MS)
  }
  function listen() {
    stream = new EventSource('/api/events')
    stream.addEventListener('open', () => setStale(false))
    for (const spoken of ['open', 'beat', 'wallet']) stream.addEventListener(spoken, alive)
    // The server tells the present version first, which makes good whatever happened while nobody listened.
    stream.addEventListener('wallet', ({ data: version }: MessageEvent<string>) => {
      if (version !== heard) changed()
      heard = version
    })
  }
  async function poll() {
    if (document.hidden || stream?.readyState === EventSource.OPEN) return
    const answer = await fetch(probe, { cache: 'no-store' }).catch(() => null)
    setStale(!answer?.ok)
    if (!answer?.ok) return
    if (stream?.readyState === EventSource.CLOSED) listen()
    const now = await answer.text()
    if (seen !== undefined && seen !== now) changed()
    seen = now
  }
  function lost() {
    stream?.close()
    setStale(true)
  }
  // A browser allows six connections to a site over HTTP/1.1: tabs out of sight must not hold them.
  function turned() {
    stream?.close()
    if (!document.hidden) listen()
  }

  listen()
  const polling = window.setInterval(poll, POLL_MS)
  window.addEventListener('offline', lost)
  document.addEventListener('visibilitychange', turned)
  window.addEventListener('pageshow', restored)
  function restored(event: PageTransitionEvent) {
    if (event.persisted) turned()
  }
  return () => {
    stream?.close()
    window.clearInterval(polling)
    window.clearTimeout(coalescing)
    window.clearTimeout(silence)
    window.removeEventListener('offline', lost)
    document.removeEventListener('visibilitychange', turned)
    window.removeEventListener('pageshow', restored)
  }
}
