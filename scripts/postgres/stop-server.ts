import { Failure } from '../failure'
import { waitForExit } from '../processes'
import { findRunningServer } from './server-process'

const FAST_TIMEOUT_MS = 60_000
const IMMEDIATE_TIMEOUT_MS = 10_000

/** Ends the server of a cluster with everything on disk. Does nothing when it is down already. */
export async function stopServer(clusterDirectory: string): Promise<void> {
  const server = findRunningServer(clusterDirectory)
  if (!server) return
  // Postgres: SIGINT is the fast shutdown (sessions end, checkpoint), SIGQUIT the immediate one (recovery at next start).
  process.kill(server.pid, 'SIGINT')
  if (await waitForExit(server.pid, FAST_TIMEOUT_MS)) return
  process.kill(server.pid, 'SIGQUIT')
  if (await waitForExit(server.pid, IMMEDIATE_TIMEOUT_MS)) return
  throw new Failure(`The database (process ${server.pid}) does not stop.`)
}
