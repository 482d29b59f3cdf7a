import { sql } from 'drizzle-orm'
import { createContext } from '@/lib/context'

/** The worker's fastest job runs every second; this much silence means that it is gone. */
const SILENCE = '30 seconds'

export async function isReady(): Promise<{ ready: boolean; database: boolean; worker: boolean }> {
  const worker = await createContext()
    .db.execute<{ alive: boolean }>(
      sql`select coalesce(max(finished_at) > now() - ${SILENCE}::interval, false) as alive from job_runs where job = 'recover-charges'`,
    )
    .then(({ rows }) => rows[0]!.alive)
    .catch(() => null)
  return { ready: worker === true, database: worker !== null, worker: worker === true }
}
