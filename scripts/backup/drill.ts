import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { connect } from '@/db/client'
import { migrate } from '@/db/migrate'
import { verify } from '@/lib/verify'
import { Failure } from '../failure'
import { tailLog } from '../log-file'
import { findBinaries } from '../postgres/binaries'
import { giveTo, SHARED_DIRECTORY } from '../postgres/cluster-directory'
import { withClient } from '../postgres/roles'
import { chooseServerAccount } from '../postgres/server-account'
import { startPostgres, type Postgres } from '../postgres/start-postgres'
import { stopServer } from '../postgres/stop-server'
import { createTemporaryData, removeTemporaryData } from '../temporary-data'
import type { Report } from '../progress'
import { takeBaseBackup } from './base-backup'
import { keepCharging } from './drill-book'
import { restoreTo } from './restore'

/** How long the book is written before the moment that is restored, and after it. */
const WRITE_MS = 1500

/** What a book holds: how many entries, their sum of absolute won, and a digest over every byte of every one. */
export type Holding = { entries: number; digest: string }

export type Drilled = { moment: string; wanted: Holding; restored: Holding; lost: number; restoreMs: number }

/**
 * A server of its own that archives its WAL, charges being written all the while: a base backup, a moment, more charges,
 * and the old server gone by `kill -9`. Then everything up to that moment is brought back in a new place and compared to
 * the entry. Throws a Failure where anything differs. `sabotage` may spoil the archive, to see that this is noticed.
 */
export async function drill(
  report: Report,
  sabotage: (archive: string) => void = () => undefined,
): Promise<Drilled> {
  const home = await createTemporaryData()
  const archive = join(home, 'archive')
  const stopWriting = new AbortController()
  let restoredDirectory: string | null = null
  try {
    mkdirSync(archive)
    const old = await startArchiving(home, archive)
    report('writing charges')
    const writing = keepCharging(old.appUrl, stopWriting.signal)
    await Promise.race([sleep(WRITE_MS), writing])
    report('base backup')
    const backup = join(home, 'base')
    await takeBaseBackup(superuserIn(old), old.directory, backup)
    await Promise.race([sleep(WRITE_MS), writing])
    const { moment, holding: wanted } = await mark(old)
    await Promise.race([sleep(WRITE_MS), writing])
    stopWriting.abort()
    await writing
    const last = await withClient(superuserIn(old), async (client) => {
      const holding = await hold(client)
      await archiveEverything(client)
      return holding
    })
    process.kill(old.pid, 'SIGKILL')
    sabotage(archive)

    report(`restoring to ${moment}`)
    const startedAt = Date.now()
    const account = chooseServerAccount(old.directory)
    restoredDirectory = join(home, 'restored', 'postgres')
    mkdirSync(join(home, 'restored'), { mode: 0o755 })
    const cluster = {
      directory: restoredDirectory,
      account,
      binaries: findBinaries(account, SHARED_DIRECTORY),
    }
    const server = await restoreTo({ cluster, backup, archive, moment })
    const url = new URL(superuserIn(old))
    url.port = String(server.port)
    const restored = await withClient(url.href, async (client) => {
      await untilWritable(client)
      return hold(client)
    }).catch((error: Error) => {
      throw new Failure(
        `The restored server did not come up (${error.message}):\n${tailLog(server.logFile, 0, 8)}`,
      )
    })
    const restoreMs = Date.now() - startedAt
    if (restored.digest !== wanted.digest)
      throw new Failure(
        `Restored ${restored.entries} entries, and there were ${wanted.entries}: not the same.`,
      )
    await expectSound(url.href)
    return { moment, wanted, restored, lost: last.entries - wanted.entries, restoreMs }
  } finally {
    stopWriting.abort()
    if (restoredDirectory) await stopServer(restoredDirectory)
    await removeTemporaryData(home)
  }
}

async function startArchiving(home: string, archive: string): Promise<Postgres> {
  const postgres = await startPostgres({
    dataDir: home,
    settings: { archive_mode: 'on', archive_command: `test ! -f "${archive}/%f" && cp "%p" "${archive}/%f"` },
  })
  giveTo(chooseServerAccount(postgres.directory), archive)
  chmodSync(archive, 0o755)
  await migrate({ ownerUrl: postgres.ownerUrl })
  await postgres.allowAppLogin()
  return postgres
}

function superuserIn({ superuserUrl, ownerUrl }: Postgres): string {
  const url = new URL(superuserUrl)
  url.pathname = new URL(ownerUrl).pathname
  return url.href
}

/**
 * A moment and what the book held at it, while others write: posting is held up for the instant between, so that no
 * commit can fall on either side by chance.
 */
async function mark(postgres: Postgres): Promise<{ moment: string; holding: Holding }> {
  return withClient(superuserIn(postgres), async (client) => {
    await client.query('begin; lock table entries in share mode')
    const holding = await hold(client)
    await sleep(50)
    const { rows } = await client.query<{ moment: string }>('select clock_timestamp()::text as moment')
    await sleep(50)
    await client.query('commit')
    return { moment: rows[0]!.moment, holding }
  })
}

async function hold(client: pg.Client): Promise<Holding> {
  const { rows } = await client.query<Holding>(
    `select count(*)::int as entries, encode(sha256(convert_to(coalesce(string_agg(e::text, '|' order by transaction_id, line), ''), 'UTF8')), 'hex') as digest
      from entries e`,
  )
  return rows[0]!
}

/** Closes the WAL file under way and waits until it is in the archive. */
async function archiveEverything(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ file: string }>('select pg_walfile_name(pg_switch_wal()) as file')
  for (let archived = ''; archived < rows[0]!.file; await sleep(50))
    archived =
      (await client.query('select last_archived_wal as file from pg_stat_archiver')).rows[0].file ?? ''
}

/** Recovery has ended and the server has been promoted. */
async function untilWritable(client: pg.Client): Promise<void> {
  while ((await client.query('select pg_is_in_recovery() as on')).rows[0].on) await sleep(50)
}

async function expectSound(url: string): Promise<void> {
  const db = connect(url, { max: 1, applicationName: 'pospay-drill', statementTimeoutMs: 0 })
  const broken = await verify(db).finally(() => db.$client.end())
  if (broken.length)
    throw new Failure(`The restored book is broken: ${broken.map(({ name }) => name).join(', ')}`)
}
