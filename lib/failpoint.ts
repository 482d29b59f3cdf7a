import { setTimeout as sleep } from 'node:timers/promises'
import { env } from './env'

/** Long enough for a request that was just begun to be on the wire. */
const SETTLE_MS = 100
const passes = new Map<string, number>()

/**
 * A named place where tests make the process die, throw, hang, or halt (SIGSTOP) until it is told to go on:
 * `PP_FAILPOINT=name:nth:exit|throw|hang|halt`. Does nothing in production.
 */
export async function failpoint(name: string): Promise<void> {
  const { APP_ENV, PP_FAILPOINT } = env()
  if (APP_ENV === 'production' || !PP_FAILPOINT) return
  const [armed, nth = '1', action = 'exit'] = PP_FAILPOINT.split(':')
  if (armed !== name) return
  const pass = (passes.get(name) ?? 0) + 1
  passes.set(name, pass)
  if (pass !== Number(nth)) return
  await sleep(SETTLE_MS)
  if (action === 'throw') throw new Error(`failpoint ${name}`)
  if (action === 'hang') await sleep(24 * 60 * 60 * 1000)
  process.kill(process.pid, action === 'halt' ? 'SIGSTOP' : 'SIGKILL')
}
