import { createContext } from '@/lib/context'
import { JOBS } from '@/lib/jobs/jobs'
import { runJobs } from '@/lib/jobs/run-jobs'
import { log } from '@/lib/log'

/** What has not ended by then is dropped as by a crash: its lease runs out, and another worker takes it up. */
const FINISH_WITHIN_MS = 25_000

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)

function end() {
  stop.abort()
  setTimeout(() => process.exit(1), FINISH_WITHIN_MS).unref()
}

log.info('worker started')
await runJobs(JOBS, stop.signal)
await createContext().db.$client.end()
log.info('worker ended')
