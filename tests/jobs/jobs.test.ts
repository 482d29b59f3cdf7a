import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { once } from '@/lib/idempotency/once'
import { JOBS } from '@/lib/jobs/jobs'
import { removeExpired } from '@/lib/jobs/remove-expired'
import { runJob } from '@/lib/jobs/run-jobs'
import { DAY_MS, HOUR_MS } from '@/lib/time'
import { openRoles } from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const { app } = openRoles(scene.database)

const lastRun = async (job: string) =>
  (await app.query<{ error: string | null }>('select error from job_runs where job = $1', [job])).rows[0]

describe('a run of a job', () => {
  test('is noted, with the name of a failure and without its words', async () => {
    const failing = () => Promise.reject(new TypeError('with a secret in it'))
    await runJob(ctx, { name: 'test', everyMs: 1, run: failing })
    expect(await lastRun('test')).toEqual({ error: 'TypeError' })
    await runJob(ctx, { name: 'test', everyMs: 1, run: async () => undefined })
    expect(await lastRun('test')).toEqual({ error: null })
  })

  test('of every job succeeds, also three times at once', async () => {
    await Promise.all(JOBS.flatMap((job) => [job, job, job]).map((job) => runJob(ctx, job)))
    for (const { name } of JOBS) expect(await lastRun(name), name).toEqual({ error: null })
  })
})

describe('removing what nothing will ask for again', () => {
  const keys = async () => (await app.query('select from idempotency_keys')).rowCount

  test('keeps an answer for thirty days', async () => {
    const { userId } = await newRenter(scene)
    const request = { userId, route: 'POST /test', key: randomUUID(), body: {} }
    await once(ctx, request, async () => ({ status: 200, body: {} }))
    await toss.advance(30 * DAY_MS - HOUR_MS)
    await removeExpired(ctx)
    expect(await keys()).toBe(1)
    await toss.advance(2 * HOUR_MS)
    await removeExpired(ctx)
    expect(await keys()).toBe(0)
  })

  test('keeps a counter until its time is over', async () => {
    await app.query(
      `insert into rate_limits (key, points, expire) values ('over', 1, 1000), ('running', 1, 4102444800000)`,
    )
    await removeExpired(ctx)
    const { rows } = await app.query(`select key from rate_limits where key in ('over', 'running')`)
    expect(rows).toEqual([{ key: 'running' }])
  })
})
