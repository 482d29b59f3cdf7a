import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '@/db/client'
import { migrate } from '@/db/migrate'
import { jobRuns } from '@/db/schema/platform'
import { withTx } from '@/db/tx'
import { waitForExit } from '@/scripts/processes'
import { startPostgres, type Postgres } from '@/scripts/postgres/start-postgres'
import { createTemporaryData, removeTemporaryData } from '@/scripts/temporary-data'

let dataDir: string
let postgres: Postgres
let db: Database

beforeAll(async () => {
  dataDir = await createTemporaryData()
  postgres = await startPostgres({ dataDir })
  await migrate({ ownerUrl: postgres.ownerUrl })
  await postgres.allowAppLogin()
  db = connect(postgres.appUrl, { max: 8 })
})

afterAll(async () => {
  await db.$client.end()
  await removeTemporaryData(dataDir)
})

/** As a power cut: no session is told, nothing is flushed; the next start recovers. */
async function crashAndStart(): Promise<void> {
  process.kill(postgres.pid, 'SIGQUIT')
  await waitForExit(postgres.pid, 10_000)
  postgres = await startPostgres({ dataDir })
}

test(
  'a database that crashes under load loses no acknowledged write and no slot of the pool',
  { timeout: 60_000 },
  async () => {
    const uncaught: unknown[] = []
    const note = (error: unknown) => uncaught.push(error)
    process.on('uncaughtException', note)

    const acknowledged: string[] = []
    let running = true
    const writer = async (name: number) => {
      for (let i = 0; running; i++) {
        const job = `${name}-${i}`
        await withTx(db, (tx) => tx.insert(jobRuns).values({ job, finishedAt: new Date() })).then(
          () => acknowledged.push(job),
          () => new Promise((done) => setTimeout(done, 50)),
        )
      }
    }
    const writers = Array.from({ length: 24 }, (_, name) => writer(name))
    for (let crash = 0; crash < 3; crash++) {
      const before = acknowledged.length
      await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(before + 50)
      await crashAndStart()
    }
    const afterTheLast = acknowledged.length
    await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(afterTheLast + 50)
    running = false
    await Promise.all(writers)

    const { rows } = await db.execute<{ job: string }>(sql`select job from job_runs`)
    const kept = new Set(rows.map(({ job }) => job))
    expect(acknowledged.filter((job) => !kept.has(job))).toEqual([])
    expect(db.$client.totalCount - db.$client.idleCount).toBe(0)
    expect(db.$client.waitingCount).toBe(0)
    process.off('uncaughtException', note)
    expect(uncaught).toEqual([])
  },
)
