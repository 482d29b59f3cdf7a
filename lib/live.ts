import { createContext } from './context'
import { env } from './env'
import { LiveHub } from './notification/live-hub'

// One per process, also across hot reloads in development.
const globals = globalThis as { pospayLiveHub?: LiveHub }

export function liveHub(): LiveHub {
  return (globals.pospayLiveHub ??= new LiveHub(createContext().db, env().DATABASE_URL))
}
