import { setInterval } from 'node:timers'
import { commandLine, isRunning, parentOf } from './processes'

const SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Ends this process in order when it is told to, or when the npm that runs it is gone: exit code 0 once `stop` is done.
 * A second signal calls `hurry`, which must not wait for anybody.
 */
export function stopOnSignal({ stop, hurry }: { stop(): Promise<void>; hurry(): void }) {
  let stopping = false
  const onSignal = () => {
    if (stopping) return hurry()
    stopping = true
    stop().then(
      () => process.exit(0),
      (error: Error) => {
        console.error(error.message)
        process.exit(1)
      },
    )
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  const npm = findNpm()
  if (npm.length === 0) return
  setInterval(() => {
    if (!stopping && !npm.every(isRunning)) onSignal()
  }, 500).unref()
}

/** The npm that runs us and, in between, its shell; a shell keeps signals meant for us to itself, but ends by them. */
function findNpm(): number[] {
  if (!process.env.npm_lifecycle_event) return []
  const shell = process.ppid
  const npm = /\bnpm\b/.test(commandLine(shell)) ? null : parentOf(shell)
  return npm ? [shell, npm] : [shell]
}
