import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const LARGEST_BYTES = 10_000_000

/** Makes room for a log, keeping one earlier file at most; answers the size of the current one. */
export function rotateLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size <= LARGEST_BYTES) return size
  renameSync(path, `${path}.1`)
  return 0
}

/** The last lines written to a log since it had the given size. */
export function tailLog(path: string, since: number, lines: number): string {
  const text = readFileSync(path).subarray(since).toString('utf8').trim()
  return text.split('\n').slice(-lines).join('\n')
}
