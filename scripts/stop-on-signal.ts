import { setInterval } from 'node:timers'

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
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent && !stopping) onSignal()
  }, 500).unref()
}
