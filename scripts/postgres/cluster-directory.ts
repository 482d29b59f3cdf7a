import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import type { ServerAccount } from './server-account'

/** Where things go that the server's account could not reach inside a closed home folder. */
export const SHARED_DIRECTORY = '/var/lib/pospay'

/** The folder that holds the server's files for this data folder, once it has been created. */
export function findClusterDirectory(dataDirectory: string): string | null {
  const inside = join(dataDirectory, 'postgres')
  return existsSync(inside) ? realpathSync(inside) : null
}

/**
 * The folder for a new cluster: inside the data folder when the server's account can get there, else below
 * SHARED_DIRECTORY with a link to it in the data folder.
 */
export function chooseClusterDirectory(dataDirectory: string, account: ServerAccount | null): string {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o755 })
  const real = realpathSync(dataDirectory)
  const inside = join(real, 'postgres')
  rmSync(inside, { force: true })
  if (!account || canEnter(account, real)) return inside
  mkdirSync(SHARED_DIRECTORY, { recursive: true, mode: 0o755 })
  const outside = mkdtempSync(join(SHARED_DIRECTORY, 'data-'))
  chmodSync(outside, 0o755)
  symlinkSync(join(outside, 'postgres'), inside)
  return join(outside, 'postgres')
}

/** Hands a file or folder to the server's account. */
export function giveTo(account: ServerAccount | null, path: string) {
  if (account) chownSync(path, account.uid, account.gid)
}

function canEnter(account: ServerAccount, directory: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...account, cwd: '/', stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
