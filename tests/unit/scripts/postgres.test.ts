import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withClient } from '@/scripts/postgres/roles'
import { startPostgres } from '@/scripts/postgres/start-postgres'
import { waitForExit } from '@/scripts/processes'
import { createTemporaryData, removeTemporaryData } from '@/scripts/temporary-data'

const SLOW = 60_000
/** One for all tests: each finds the server as the one before left it, which must not matter. */
let dataDir: string

beforeAll(async () => {
  dataDir = await createTemporaryData()
}, SLOW)
afterAll(() => removeTemporaryData(dataDir), SLOW)

const remember = (url: string) =>
  withClient(url, (client) => client.query('CREATE TABLE IF NOT EXISTS remembered AS SELECT 42 AS n'))
const recall = (url: string) =>
  withClient(url, async (client) => (await client.query<{ n: number }>('SELECT n FROM remembered')).rows)

test(
  'a new server is durable, in UTF-8, and listens on the loopback address only',
  { timeout: SLOW },
  async () => {
    const { ownerUrl } = await startPostgres({ dataDir })
    await withClient(ownerUrl, async (client) => {
      const show = async (name: string) => (await client.query(`SHOW ${name}`)).rows[0][name]
      expect(await show('fsync')).toBe('on')
      expect(await show('synchronous_commit')).toBe('on')
      expect(await show('server_encoding')).toBe('UTF8')
      expect(await show('listen_addresses')).toBe('127.0.0.1')
    })
  },
)

test(
  'the owner of the tables is no superuser, and nobody comes in without the password',
  { timeout: SLOW },
  async () => {
    const { ownerUrl } = await startPostgres({ dataDir })
    const { rows } = await withClient(ownerUrl, (client) =>
      client.query('SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user'),
    )
    expect(rows).toEqual([{ rolsuper: false, rolcreaterole: true }])
    const stranger = new URL(ownerUrl)
    stranger.password = 'guess'
    await expect(withClient(stranger.href, async () => undefined)).rejects.toMatchObject({ code: '28P01' })
  },
)

test('a server that survived its launcher is adopted', { timeout: SLOW }, async () => {
  const first = await startPostgres({ dataDir })
  const second = await startPostgres({ dataDir })
  expect(second).toMatchObject({ pid: first.pid, port: first.port, adopted: true })
})

test('two starts at the same time share one server', { timeout: SLOW }, async () => {
  const [one, other] = await Promise.all([startPostgres({ dataDir }), startPostgres({ dataDir })])
  expect(one.pid).toBe(other.pid)
})

test(
  'a killed server comes back on its port with everything that was committed',
  { timeout: SLOW },
  async () => {
    const first = await startPostgres({ dataDir })
    await remember(first.ownerUrl)
    process.kill(first.pid, 'SIGKILL')
    const second = await startPostgres({ dataDir })
    expect(second).toMatchObject({ port: first.port, adopted: false })
    expect(await recall(second.ownerUrl)).toEqual([{ n: 42 }])
  },
)

test('a server that is just ending is waited for', { timeout: SLOW }, async () => {
  const first = await startPostgres({ dataDir })
  await remember(first.ownerUrl)
  process.kill(first.pid, 'SIGINT')
  const second = await startPostgres({ dataDir })
  expect(await recall(second.ownerUrl)).toEqual([{ n: 42 }])
})

test(
  'a pid file that names a stranger does not keep the server from starting',
  { timeout: SLOW },
  async () => {
    const first = await startPostgres({ dataDir })
    const pidFile = join(first.directory, 'postmaster.pid')
    const left = readFileSync(pidFile, 'utf8')
    process.kill(first.pid, 'SIGKILL')
    await waitForExit(first.pid, 10_000)
    const owner = process.getuid?.() === 0 ? { uid: 65534 } : {}
    const stranger = spawn('sleep', ['60'], { ...owner, cwd: '/' })
    try {
      writeFileSync(pidFile, left.replace(/^\d+/, String(stranger.pid)))
      expect(await startPostgres({ dataDir })).toMatchObject({ adopted: false })
    } finally {
      stranger.kill()
    }
  },
)

test('lost passwords are replaced and the data stays', { timeout: SLOW }, async () => {
  const first = await startPostgres({ dataDir })
  await remember(first.ownerUrl)
  rmSync(join(dataDir, 'env'))
  const second = await startPostgres({ dataDir })
  expect(second.ownerUrl).not.toBe(first.ownerUrl)
  expect(await recall(second.ownerUrl)).toEqual([{ n: 42 }])
})

test('a taken port is answered with another one', { timeout: SLOW }, async () => {
  const first = await startPostgres({ dataDir })
  await first.stop()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(first.port, '127.0.0.1', resolve))
  try {
    const second = await startPostgres({ dataDir })
    expect(second.port).not.toBe(first.port)
  } finally {
    other.close()
  }
})

test('files of another major version are refused by name', { timeout: SLOW }, async () => {
  const { stop, directory } = await startPostgres({ dataDir })
  await stop()
  const file = join(directory, 'PG_VERSION')
  const version = readFileSync(file)
  writeFileSync(file, '9\n')
  await expect(startPostgres({ dataDir })).rejects.toThrow(/was made by PostgreSQL 9/)
  writeFileSync(file, version)
})

test('a server that cannot start says why', { timeout: SLOW }, async () => {
  const { stop, directory } = await startPostgres({ dataDir })
  await stop()
  const file = join(directory, 'postgresql.auto.conf')
  writeFileSync(file, 'nonsense = 1\n')
  await expect(startPostgres({ dataDir })).rejects.toThrow(/unrecognized configuration parameter "nonsense"/)
  writeFileSync(file, '')
})
