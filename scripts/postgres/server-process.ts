import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLine, isRunning } from '../processes'

export type RunningServer = { pid: number; port: number; status: string }

/**
 * The server that has this cluster open, whoever started it. The pid file alone proves nothing: after a crash its
 * number may belong to any other process, so the process must really be a Postgres of this folder.
 */
export function findRunningServer(clusterDirectory: string): RunningServer | null {
  const lines = readPidFile(clusterDirectory)
  const pid = Number(lines?.[0])
  if (!lines || !pid || !isRunning(pid) || !serves(pid, clusterDirectory)) return null
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' }
}

/** Removes a pid file that a crash left behind; Postgres refuses to start when its number is in use again. */
export function removeStalePidFile(clusterDirectory: string) {
  if (readPidFile(clusterDirectory) && !findRunningServer(clusterDirectory)) {
    rmSync(join(clusterDirectory, 'postmaster.pid'), { force: true })
  }
}

/** Waits until a server that is starting or stopping has made up its mind: ready, or gone (null). */
export async function waitUntilSettled(
  clusterDirectory: string,
  onWait: () => void,
): Promise<RunningServer | null> {
  for (;;) {
    const server = findRunningServer(clusterDirectory)
    if (!server || server.status === 'ready') return server
    onWait()
    await sleep(50)
  }
}

function serves(pid: number, clusterDirectory: string): boolean {
  const command = commandLine(pid)
  return (
    /\bpostgres\b/.test(command) &&
    [clusterDirectory, realpathSync(clusterDirectory)].some((path) => command.includes(path))
  )
}

function readPidFile(clusterDirectory: string): string[] | null {
  try {
    return readFileSync(join(clusterDirectory, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
