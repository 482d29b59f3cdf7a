import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Failure } from '../failure'

/** Books, TPC-B's tables and the WAL of a whole run, which no checkpoint gives back. In bytes. */
const NEEDED = { usual: 8e9, full: 30e9 }

/** Throws a Failure rather than filling somebody's disk. */
export function expectDisk(full: boolean): void {
  const needed = full ? NEEDED.full : NEEDED.usual
  const { bavail, bsize } = statfsSync(tmpdir())
  if (bavail * bsize >= needed) return
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  throw new Failure(
    `${tmpdir()} has ${gigabytes(bavail * bsize)} left, and this needs ${gigabytes(needed)}. TMPDIR names another place.`,
  )
}
