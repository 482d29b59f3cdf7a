import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { jobRuns } from '@/db/schema/platform'
import { createContext, type Ctx } from '@/lib/context'
import { describeError, log } from '@/lib/log'
import type { Job } from './jobs'

/** Runs every job at its pace until the signal; a run that has begun is finished. */
export async function runJobs(jobs: Job[], signal: AbortSignal): Promise<void> {
  setMaxListeners(jobs.length, signal)
  await Promise.all(jobs.map((job) => loop(job, signal)))
}

async function loop(job: Job, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await runJob(createContext({ actor: `job:${job.name}` }), job)
    await sleep(job.everyMs, undefined, { signal }).catch(() => undefined)
  }
}

/** One run. A failure is written down and tried again at the next turn; it never ends the worker. */
export async function runJob(ctx: Ctx, job: Job): Promise<void> {
  const error = await job.run(ctx).then(
    () => null,
    (failure: unknown) => {
      log.error({ job: job.name, ...describeError(failure) }, 'job failed')
      return failure instanceof Error ? failure.name : 'failed'
    },
  )
  await ctx.db
    .insert(jobRuns)
    .values({ job: job.name, finishedAt: sql`now()`, error })
    .onConflictDoUpdate({ target: jobRuns.job, set: { finishedAt: sql`now()`, error } })
    .catch((failure: unknown) => log.warn({ job: job.name, ...describeError(failure) }, 'job run not noted'))
}
