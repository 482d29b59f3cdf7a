import { readFileSync } from 'node:fs'
import { env } from './env'

/**
 * The product's time. Outside production it follows the simulator's clock, through the small file that the
 * simulator keeps, so that moving that clock moves everything at once. Read each time: a moved clock counts at once.
 */
export function readClock(): Date {
  const { APP_ENV, POSPAY_CLOCK_FILE } = env()
  const offsetMs = APP_ENV === 'production' || !POSPAY_CLOCK_FILE ? 0 : readOffset(POSPAY_CLOCK_FILE)
  return new Date(Date.now() + offsetMs)
}

function readOffset(file: string): number {
  try {
    const { offsetMs } = JSON.parse(readFileSync(file, 'utf8')) as { offsetMs?: unknown }
    return typeof offsetMs === 'number' && Number.isFinite(offsetMs) ? offsetMs : 0
  } catch {
    return 0 // no clock was ever moved
  }
}
