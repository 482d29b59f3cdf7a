import { createContext } from '@/lib/context'
import { JOBS } from '@/lib/jobs/jobs'
import { runJobs } from '@/lib/jobs/run-jobs'
import { log } from '@/lib/log'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

log.info('worker started')
await runJobs(JOBS, stop.signal)
await createContext().db.$client.end()
