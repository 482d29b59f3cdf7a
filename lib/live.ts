import { setMaxListeners } from 'node:events'
import { createContext } from './context'
import { env } from './env'
import { LiveHub } from './notification/live-hub'

// One per process, also across hot reloads in development.
const globals = globalThis as { pospayLiveHub?: LiveHub }

export function liveHub(): LiveHub {
  return (globals.pospayLiveHub ??= new LiveHub(createContext().db, env().DATABASE_URL))
}

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
setMaxListeners(0, stop.signal)

/** Aborted once the process is told to end: an open stream would keep it from ending. */
export const ending = stop.signal
