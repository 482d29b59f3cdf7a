import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The simulator's time: the machine's clock plus an offset that `/__sim/clock` moves. Milliseconds. */
export interface Clock {
  now(): number
  offsetMs(): number
  /** Sets the offset; it is in the clock file before this returns. */
  setOffset(offsetMs: number): void
}

/**
 * @param clockFile where other processes read the offset, as `{"offsetMs":0}`
 * @param remember called with every new offset, so that it outlives the process
 * @param machine the clock that is offset: the machine's, or one that stands still
 */
export function createClock(
  initial: number,
  clockFile?: string,
  remember?: (offsetMs: number) => void,
  machine: () => number = Date.now,
): Clock {
  let offset = initial
  if (clockFile) publish(clockFile, offset)
  return {
    now: () => machine() + offset,
    offsetMs: () => offset,
    setOffset(offsetMs) {
      remember?.(offsetMs)
      if (clockFile) publish(clockFile, offsetMs)
      offset = offsetMs
    },
  }
}

// A reader must see the old offset or the new one, never half a file.
function publish(clockFile: string, offsetMs: number): void {
  mkdirSync(dirname(clockFile), { recursive: true })
  const temporary = `${clockFile}.${process.pid}.tmp`
  writeFileSync(temporary, JSON.stringify({ offsetMs }))
  renameSync(temporary, clockFile)
}

const KST_OFFSET_MS = 9 * 60 * 60 * 1000

/** `yyyy-MM-dd'T'HH:mm:ss+09:00`, the form of every time in Toss's answers. */
export function formatTime(ms: number): string {
  return `${new Date(ms + KST_OFFSET_MS).toISOString().slice(0, 19)}+09:00`
}

/** The Korean day, `yyyy-MM-dd`. */
export function dayOf(ms: number): string {
  return formatTime(ms).slice(0, 10)
}

/** `yyyyMMddHHmmss` in Korean time, as it stands inside a paymentKey. */
export function compactTime(ms: number): string {
  return formatTime(ms).slice(0, 19).replace(/[-T:]/g, '')
}
