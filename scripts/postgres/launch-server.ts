import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../failure'
import { findFreePort, isPortFree } from '../free-port'
import { rotateLog, tailLog } from '../log-file'
import type { Cluster } from './initialise-cluster'
import { serverEnvironment } from './initialise-cluster'
import type { RunningServer } from './server-process'
import { findRunningServer, removeStalePidFile } from './server-process'

export type LaunchOptions = {
  logFile: string
  /** Used when it is free, else another one. */
  preferredPort: number | null
  /** Server settings beside the usual ones. */
  settings?: Record<string, string>
  onWait: () => void
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

// What a killed server leaves behind (children that still end, its shared memory) goes away by itself.
const LEFTOVERS = /lock file|shared memory|could not bind|already in use/
const LEFTOVERS_TIMEOUT_MS = 20_000

/** Starts the server detached from us, so that it outlives a killed launcher, and waits until it takes connections. */
export async function launchServer(cluster: Cluster, options: LaunchOptions): Promise<RunningServer> {
  const deadline = Date.now() + LEFTOVERS_TIMEOUT_MS
  for (;;) {
    removeStalePidFile(cluster.directory)
    const logStart = rotateLog(options.logFile)
    const ended = await launchOnce(cluster, options)
    if (typeof ended === 'object') return ended
    const log = tailLog(options.logFile, logStart, 8) || ended
    if (!LEFTOVERS.test(log) || Date.now() > deadline) {
      throw new Failure(`The database did not start (${options.logFile}):\n${log}`)
    }
    await sleep(300)
  }
}

/** The running server, or how its process ended instead. */
async function launchOnce(cluster: Cluster, options: LaunchOptions): Promise<RunningServer | string> {
  const port = await choosePort(options.preferredPort)
  const settings = Object.entries({ ...SETTINGS, ...options.settings, port: String(port) })
  const log = openSync(options.logFile, 'a', 0o600)
  const child = spawn(
    cluster.binaries.postgres,
    ['-D', cluster.directory, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...cluster.account,
      cwd: '/',
      env: serverEnvironment(),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
    },
  )
  closeSync(log)
  let ended: string | null = null
  child.once('error', (error) => (ended = error.message))
  child.once('exit', (code, signal) => (ended ??= `it ended with ${signal ?? `code ${code}`}`))
  child.unref()
  while (ended === null) {
    const server = findRunningServer(cluster.directory)
    if (server?.pid === child.pid && server?.status === 'ready') return server
    options.onWait()
    await sleep(25)
  }
  return ended
}

async function choosePort(preferred: number | null): Promise<number> {
  return preferred !== null && (await isPortFree(preferred)) ? preferred : findFreePort()
}
