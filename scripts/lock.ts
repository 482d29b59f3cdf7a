import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processIdentity } from './processes'

export type Lock = { release(): void }
export type LockHolder = { pid: number; identity: string }

/** Takes the lock file, also from an owner that died. Returns the living owner instead when there is one. */
export function takeLock(path: string): Lock | LockHolder {
  mkdirSync(dirname(path), { recursive: true })
  const mine = `${process.pid} ${processIdentity(process.pid)}\n`
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine)
  try {
    for (;;) {
      try {
        linkSync(draft, path)
        return { release: () => releaseLock(path, mine) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const found = readIfThere(path)
      const holder = parseHolder(found)
      if (holder && processIdentity(holder.pid) === holder.identity) return holder
      if (found !== null) setAside(path, found)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Runs the work while holding the lock, waiting for whoever has it. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const lock = takeLock(path)
    if ('release' in lock) {
      try {
        return await work()
      } finally {
        lock.release()
      }
    }
    await sleep(100)
  }
}

function releaseLock(path: string, mine: string) {
  if (readIfThere(path) === mine) rmSync(path, { force: true })
}

// Two starts may both see the same dead owner: the slower one must not move away the lock of the faster one.
function setAside(path: string, expected: string) {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (readIfThere(aside) !== expected) linkSync(aside, path)
  rmSync(aside, { force: true })
}

function parseHolder(content: string | null): LockHolder | null {
  const match = /^(\d+) (.*)\n$/.exec(content ?? '')
  return match ? { pid: Number(match[1]), identity: match[2] ?? '' } : null
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
