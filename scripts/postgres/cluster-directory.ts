import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ServerAccount } from './server-account'

/** Where things go that the server's account could not reach inside a closed home folder. */
export const SHARED_DIRECTORY = '/var/lib/pospay'

/** The folder that already holds the server's files for this data folder. */
export function findClusterDirectory(dataDirectory: string): string | null {
  return (
    [insideDirectory(dataDirectory), outsideDirectory(dataDirectory)].find((path) => existsSync(path)) ?? null
  )
}

/**
 * The folder for a new cluster: inside the data folder when the server's account can get there, else below
 * SHARED_DIRECTORY, in the same place every time for the same data folder.
 */
export function chooseClusterDirectory(dataDirectory: string, account: ServerAccount | null): string {
  const inside = insideDirectory(dataDirectory)
  mkdirSync(dirname(inside), { recursive: true, mode: 0o755 })
  if (!account || canEnter(account, dirname(inside))) return inside
  const outside = outsideDirectory(dataDirectory)
  mkdirSync(dirname(outside), { recursive: true, mode: 0o755 })
  return outside
}

/** Hands a file or folder to the server's account. */
export function giveTo(account: ServerAccount | null, path: string) {
  if (account) chownSync(path, account.uid, account.gid)
}

function insideDirectory(dataDirectory: string): string {
  return join(resolve(dataDirectory), 'postgres')
}

function outsideDirectory(dataDirectory: string): string {
  const name = createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 16)
  return join(SHARED_DIRECTORY, name, 'postgres')
}

function canEnter(account: ServerAccount, directory: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...account, cwd: '/', stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
