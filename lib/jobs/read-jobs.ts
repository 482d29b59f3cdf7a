import { jobRuns } from '@/db/schema/platform'
import type { Ctx } from '@/lib/context'
import { addMs } from '@/lib/time'
import { JOBS } from './jobs'

export type JobState = {
  name: string
  everyMs: number
  /** Real time, whatever the product's clock says; null before its first run. */
  finishedAt: Date | null
  nextAt: Date | null
  /** The last failure's name; null after a good run. */
  error: string | null
}

/** How each job last went, and when it runs next; those in trouble first. */
export async function readJobs({ db }: Pick<Ctx, 'db'>): Promise<JobState[]> {
  const runs = new Map((await db.select().from(jobRuns)).map((run) => [run.job, run]))
  return JOBS.map(({ name, everyMs }) => {
    const { finishedAt = null, error = null } = runs.get(name) ?? {}
    return { name, everyMs, finishedAt, error, nextAt: finishedAt && addMs(finishedAt, everyMs) }
  }).toSorted((a, b) => Number(b.error !== null) - Number(a.error !== null))
}
