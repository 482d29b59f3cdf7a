import { connect as openSocket, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '@/db/client'
import { jobRuns } from '@/db/schema/platform'
import { sqlState } from '@/db/sql-state'
import { CommitUnknownError, withTx, type Tx } from '@/db/tx'
import { createDatabase } from '../support/databases'
import { openRoles } from '../support/roles'

const database = await createDatabase()
const { superuser } = openRoles(database)
let db: Database

beforeAll(() => {
  db = connect(database.appUrl, { max: 8 })
})

afterAll(async () => {
  await db.$client.end()
  await database.drop()
})

const uncaught: unknown[] = []
process.on('uncaughtException', (error) => uncaught.push(error))

const busySlots = ({ $client }: Database) => $client.totalCount - $client.idleCount

const write = (tx: Tx, job: string) => tx.insert(jobRuns).values({ job, finishedAt: new Date() })
const written = async (job: string) =>
  (await superuser.query('select from job_runs where job = $1', [job])).rowCount === 1

const show = async (tx: Tx, name: string) =>
  (await tx.$client.query<Record<string, string>>(`show ${name}`)).rows[0]![name]

describe('a tx', () => {
  test('commits what it wrote and answers what it answered', async () => {
    expect(await withTx(db, (tx) => write(tx, 'commits').then(() => 'answer'))).toBe('answer')
    expect(await written('commits')).toBe(true)
  })

  test('takes everything back when its work throws, and gives the connection back', async () => {
    const work = withTx(db, async (tx) => {
      await write(tx, 'throws')
      throw new Error('on purpose')
    })
    await expect(work).rejects.toThrow('on purpose')
    expect(await written('throws')).toBe(false)
    expect(busySlots(db)).toBe(0)
  })

  test('cannot hide an error of the database from its own commit', async () => {
    const work = withTx(db, async (tx) => {
      await write(tx, 'swallows')
      await tx.execute(sql`select 1 / 0`).catch(() => undefined)
    })
    await expect(work).rejects.toSatisfy((error: unknown) => sqlState(error) === '25P02')
    expect(await written('swallows')).toBe(false)
    expect(busySlots(db)).toBe(0)
  })

  test('runs at read committed, as the restricted role, under time limits', async () => {
    await withTx(db, async (tx) => {
      expect(await show(tx, 'transaction_isolation')).toBe('read committed')
      expect(await show(tx, 'statement_timeout')).toBe('5s')
      expect(await show(tx, 'lock_timeout')).toBe('2s')
      expect(await show(tx, 'idle_in_transaction_session_timeout')).toBe('10s')
      expect(await show(tx, 'TimeZone')).toBe('UTC')
      const { rows } = await tx.$client.query('select current_user as name')
      expect(rows).toEqual([{ name: 'pospay_app' }])
    })
  })

  test("takes on the restricted role where the login is the owner's", async () => {
    const own = connect(database.ownerUrl, { max: 1 })
    try {
      await withTx(own, async (tx) => {
        await expect(tx.execute(sql`delete from entries`)).rejects.toSatisfy(
          (error: unknown) => sqlState(error) === '42501',
        )
      })
    } catch (error) {
      expect(sqlState(error)).toBe('25P02') // the refused statement ended the tx
    } finally {
      await own.$client.end()
    }
  })

  test('refuses a second connection, and a tx of its own, while it is open', async () => {
    await expect(withTx(db, () => db.execute(sql`select 1`))).rejects.toHaveProperty(
      'cause.message',
      'the global db inside a tx',
    )
    await expect(withTx(db, () => db.$client.query('select 1'))).rejects.toThrow('the global db inside a tx')
    await expect(withTx(db, () => withTx(db, async () => undefined))).rejects.toThrow(
      'a second tx inside a tx',
    )
    expect(busySlots(db)).toBe(0)
  })

  test('may be followed by whatever it refused inside', async () => {
    await withTx(db, async () => undefined)
    await expect(db.execute(sql`select 1 as one`)).resolves.toMatchObject({ rows: [{ one: 1 }] })
  })
})

describe('what may pass is tried again', () => {
  const raise = (state: string) => sql.raw(`do $$ begin raise 'passing' using errcode = '${state}'; end $$`)

  test.each(['40001', '40P01', '55P03'])('%s, until it has passed', async (state) => {
    let tries = 0
    await withTx(db, async (tx) => {
      await write(tx, `retry-${state}`)
      if (++tries < 4) await tx.execute(raise(state))
    })
    expect(tries).toBe(4)
    expect(await written(`retry-${state}`)).toBe(true)
  })

  test('but not for ever', async () => {
    let tries = 0
    const work = withTx(db, (tx) => {
      tries++
      return tx.execute(raise('40001'))
    })
    await expect(work).rejects.toSatisfy((error: unknown) => sqlState(error) === '40001')
    expect(tries).toBe(6)
    expect(busySlots(db)).toBe(0)
  })

  test.each(['23505', '22003', '42501', 'PP002'])('%s is not', async (state) => {
    let tries = 0
    const work = withTx(db, (tx) => {
      tries++
      return tx.execute(raise(state))
    })
    await expect(work).rejects.toSatisfy((error: unknown) => sqlState(error) === state)
    expect(tries).toBe(1)
  })

  test('a real deadlock ends with both done', async () => {
    await withTx(db, (tx) => write(tx, 'left').then(() => write(tx, 'right')))
    const touch = (tx: Tx, job: string) =>
      tx.update(jobRuns).set({ finishedAt: new Date() }).where(eq(jobRuns.job, job))
    let arrived = 0
    const meeting = deferred()
    const cross = (first: string, second: string) =>
      withTx(db, async (tx) => {
        await touch(tx, first)
        if (++arrived === 2) meeting.resolve()
        await meeting.promise
        await touch(tx, second)
        return 'done'
      })
    expect(await Promise.all([cross('left', 'right'), cross('right', 'left')])).toEqual(['done', 'done'])
    expect(busySlots(db)).toBe(0)
  })
})

describe('when the connection dies', () => {
  test('in the middle, the tx fails, nothing of it stays, and no slot is lost', async () => {
    const works = Array.from({ length: 8 }, (_, i) =>
      withTx(db, async (tx) => {
        await write(tx, `killed-${i}`)
        const { rows } = await tx.$client.query<{ pid: number }>('select pg_backend_pid() as pid')
        await superuser.query('select pg_terminate_backend($1)', [rows[0]!.pid])
        await write(tx, `killed-${i}-again`)
      }),
    )
    const ends = await Promise.allSettled(works)
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true)
    expect(await written('killed-0')).toBe(false)
    expect(busySlots(db)).toBe(0)
    await expect(withTx(db, (tx) => write(tx, 'after-the-kill'))).resolves.toBeDefined()
  })

  test('while idle, the next tx gets another', async () => {
    await Promise.all(
      Array.from({ length: 8 }, () => withTx(db, (tx) => tx.execute(sql`select pg_sleep(0.05)`))),
    )
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'pospay_app'`,
      [database.name],
    )
    await expect
      .poll(() => withTx(db, async () => 'well').catch(() => 'not yet'), { timeout: 5_000 })
      .toBe('well')
    expect(busySlots(db)).toBe(0)
  })

  test('during a COMMIT that then does not happen, the caller is told', async () => {
    await superuser.query(`
      create function slow_commit() returns trigger language plpgsql as $$ begin perform pg_sleep(3); return null; end $$;
      grant execute on function slow_commit() to pospay_app;
      create constraint trigger slow after insert on job_runs deferrable initially deferred
        for each row when (new.job = 'slow-commit') execute function slow_commit()`)
    const kill = async (): Promise<boolean> => {
      const { rowCount } = await superuser.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = $1 and query = 'commit' and state = 'active'`,
        [database.name],
      )
      return rowCount === 1 || (await pause(20), kill())
    }
    const killed = kill()
    await expect(withTx(db, (tx) => write(tx, 'slow-commit'))).rejects.toThrow()
    expect(await killed).toBe(true)
    expect(await written('slow-commit')).toBe(false)
    expect(busySlots(db)).toBe(0)
  })
})

describe('when the answer to COMMIT is lost on the way', () => {
  test('what was committed is found out, and counts as done', async () => {
    const cable = await openCable(database.appUrl)
    const far = connect(cable.url, { max: 4 })
    cable.cutAtCommit('answer')
    await expect(withTx(far, (tx) => write(tx, 'lost-answer').then(() => 'done'))).resolves.toBe('done')
    expect(await written('lost-answer')).toBe(true)
    expect(busySlots(far)).toBe(0)
    await far.$client.end()
    await cable.close()
  })

  test('what never reached the database is found out, and thrown', async () => {
    const cable = await openCable(database.appUrl)
    const far = connect(cable.url, { max: 4 })
    cable.cutAtCommit('request')
    await expect(withTx(far, (tx) => write(tx, 'lost-request'))).rejects.toThrow()
    expect(await written('lost-request')).toBe(false)
    expect(busySlots(far)).toBe(0)
    await far.$client.end()
    await cable.close()
  })

  test('and the database has recovered from a crash since, its word about the number is not believed', async () => {
    const cable = await openCable(database.appUrl)
    const far = connect(cable.url, { max: 4 })
    // What a recovery does too: it is how two lives of a server are told apart.
    const first = () => superuser.query(`select pg_stat_reset_shared('bgwriter')`)
    cable.cutAtCommit('answer', { first })
    await expect(withTx(far, (tx) => write(tx, 'another-life'))).rejects.toBeInstanceOf(CommitUnknownError)
    expect(busySlots(far)).toBe(0)
    await far.$client.end()
    await cable.close()
  })

  test('of every connection of the pool, there is one left to ask', async () => {
    const cable = await openCable(database.appUrl)
    const far = connect(cable.url, { max: 2 })
    cable.cutAtCommit('answer', { times: 2 })
    const both = ['one-of-two', 'two-of-two'].map((job) =>
      withTx(far, (tx) => write(tx, job).then(() => 'done')),
    )
    expect(await Promise.all(both)).toEqual(['done', 'done'])
    await far.$client.end()
    await cable.close()
  })

  test('and nobody can be asked, it is called unknown, not failed', { timeout: 30_000 }, async () => {
    const cable = await openCable(database.appUrl)
    const far = connect(cable.url, { max: 4 })
    cable.cutAtCommit('answer', { forGood: true })
    await expect(withTx(far, (tx) => write(tx, 'unknown'))).rejects.toBeInstanceOf(CommitUnknownError)
    expect(await written('unknown')).toBe(true)
    expect(busySlots(far)).toBe(0)
    await far.$client.end()
    await cable.close()
  })
})

test('nothing that broke above went uncaught', () => {
  expect(uncaught).toEqual([])
})

function deferred() {
  let resolve!: () => void
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

type Cut = {
  what: 'request' | 'answer'
  times: number
  /** Nothing gets through afterwards. */
  forGood: boolean
  /** Done before the COMMIT goes on its way. */
  first: () => Promise<unknown>
}

/** A network between us and the database that can be cut exactly at a COMMIT: before it arrives, or before its answer does. */
async function openCable(databaseUrl: string) {
  const target = new URL(databaseUrl)
  let cut: Cut | null = null
  let dead = false
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    if (dead) return void near.destroy()
    const far = openSocket(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    let applied: Cut | null = null
    near.on('data', async (chunk) => {
      if (!cut || cut.times === 0 || !chunk.includes('commit\0')) return void far.write(chunk)
      applied = cut
      cut.times--
      if (applied.what === 'request') return void (near.destroy(), far.destroy())
      await applied.first()
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (!applied) return void near.write(chunk)
      dead = applied.forGood
      if (dead) for (const socket of sockets) socket.destroy()
      near.destroy()
    })
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    cutAtCommit(what: Cut['what'], given: Partial<Cut> = {}) {
      cut = { what, times: 1, forGood: false, first: async () => undefined, ...given }
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
