import { spawn } from 'node:child_process'
import { closeSync, createWriteStream, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rotateLog, tailLog } from './log-file'
import { processIdentity, waitForExit } from './processes'
import { say } from './progress'
import { REPOSITORY } from './repository'
import type { Settings } from './settings-file'

export type ServiceOptions = {
  name: string
  /** What Node runs: its own flags, the file, the file's arguments. */
  args: string[]
  settings: Settings
  dataDirectory: string
}

export type Service = { name: string; logFile: string; stop(): Promise<void>; kill(): void }

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** A process that lived this long gets the short pause again. */
const STABLE_MS = 60_000
const STOP_TIMEOUT_MS = 10_000

/**
 * Runs a process of the product and starts it again whenever it ends by itself. It lives in a process group of its own,
 * so that Ctrl-C reaches only us and we decide the order of ending. What it says on stderr is shown; all goes to its log.
 */
export function startService({ name, args, settings, dataDirectory }: ServiceOptions): Service {
  const logFile = join(dataDirectory, 'logs', `${name}.log`)
  let stopping = false
  let pauseMs = FIRST_PAUSE_MS
  let pid: number | undefined

  const run = () => {
    const startedAt = Date.now()
    const logStart = rotateLog(logFile)
    const log = openSync(logFile, 'a', 0o600)
    const child = spawn(process.execPath, args, {
      cwd: REPOSITORY,
      env: settings as NodeJS.ProcessEnv,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, 'pipe'],
    })
    closeSync(log)
    pid = child.pid
    rememberProcess(dataDirectory, name, child.pid)
    const errors = createWriteStream(logFile, { flags: 'a' })
    child.stderr?.on('data', (chunk: Buffer) => {
      errors.write(chunk)
      if (!stopping) for (const line of chunk.toString().trimEnd().split('\n')) say(`[${name}] ${line}`)
    })
    child.once('error', (error) => say(`[${name}] ${error.message}`))
    child.once('close', async (code, signal) => {
      errors.end()
      forgetProcess(dataDirectory, name)
      if (stopping) return
      if (Date.now() - startedAt > STABLE_MS) pauseMs = FIRST_PAUSE_MS
      say(
        `${name} ended with ${signal ?? `code ${code}`}; starting it again in ${pauseMs / 1000} s (${logFile})`,
      )
      say(tailLog(logFile, logStart, 5))
      await sleep(pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      if (!stopping) run()
    })
  }
  run()

  return {
    name,
    logFile,
    stop: async () => {
      stopping = true
      if (pid) await endGroup(pid)
      forgetProcess(dataDirectory, name)
    },
    kill: () => {
      stopping = true
      if (pid) signalGroup(pid, 'SIGKILL')
    },
  }
}

/** Ends what a killed launcher left running in this data folder, which would hold the ports. */
export async function endLeftovers(dataDirectory: string, names: string[]): Promise<void> {
  for (const name of names) {
    const [pid, identity] = recall(dataDirectory, name)
    if (pid && processIdentity(pid) === identity) await endGroup(pid)
    forgetProcess(dataDirectory, name)
  }
}

async function endGroup(pid: number): Promise<void> {
  signalGroup(pid, 'SIGTERM')
  if (!(await waitForExit(pid, STOP_TIMEOUT_MS))) signalGroup(pid, 'SIGKILL')
  await waitForExit(pid, STOP_TIMEOUT_MS)
}

function signalGroup(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function pidFile(dataDirectory: string, name: string): string {
  return join(dataDirectory, 'logs', `${name}.pid`)
}

function rememberProcess(dataDirectory: string, name: string, pid: number | undefined) {
  if (pid) writeFileSync(pidFile(dataDirectory, name), `${pid} ${processIdentity(pid)}`)
}

function forgetProcess(dataDirectory: string, name: string) {
  rmSync(pidFile(dataDirectory, name), { force: true })
}

function recall(dataDirectory: string, name: string): [pid: number, identity: string] {
  try {
    const [pid, ...identity] = readFileSync(pidFile(dataDirectory, name), 'utf8').split(' ')
    return [Number(pid), identity.join(' ')]
  } catch {
    return [0, '']
  }
}
