import { setTimeout as sleep } from 'node:timers/promises'
import { describeError, log } from './log'
import { SECOND_MS } from './time'

/** How long a browser is kept waiting; the work itself goes on, here or in the job. */
export const PATIENCE_MS = 8 * SECOND_MS

/** What the work comes to within 8 s; null when it takes longer or fails, and then the job ends it. */
export async function bounded<T>(work: Promise<T>, about: Record<string, unknown>): Promise<T | null> {
  const logged = work.catch((error: unknown) => {
    log.error({ ...about, ...describeError(error) }, 'left to the job')
    return null
  })
  return Promise.race([logged, sleep(PATIENCE_MS, null, { ref: false })])
}
