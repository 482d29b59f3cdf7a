import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether the process runs. A zombie does not: it only waits for its parent to read its exit code. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return processStat(pid)?.state !== 'Z'
}

/** The command line of a process with its parts joined by blanks, or an empty string when there is none. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ps(pid, 'command')
  }
}

/** Changes when a process id is used again by another process. Null when nothing runs under it. */
export function processIdentity(pid: number): string | null {
  if (!isRunning(pid)) return null
  return processStat(pid)?.startedAt || ps(pid, 'lstart') || 'unknown'
}

/** The parent of a process, or null when that cannot be found out. */
export function parentOf(pid: number): number | null {
  return Number(processStat(pid)?.parent ?? ps(pid, 'ppid')) || null
}

/** Waits until the process has ended; false when it still runs after the time given. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false
    await sleep(50)
  }
  return true
}

function processStat(pid: number): { state: string; parent: string; startedAt: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name stands in parentheses and may hold blanks: the fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', parent: fields[1] ?? '', startedAt: fields[19] ?? '' }
  } catch {
    return null
  }
}

function ps(pid: number, column: 'command' | 'lstart' | 'ppid'): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  } catch {
    return ''
  }
}
