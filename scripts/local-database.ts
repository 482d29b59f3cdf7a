import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '@/db/migrate'
import { Failure } from './failure'
import type { LocalEnvironment } from './local-environment'
import type { Postgres } from './postgres/start-postgres'
import { startPostgres } from './postgres/start-postgres'
import { isRunning } from './processes'
import type { Report } from './progress'
import { say, step } from './progress'

export type LocalDatabase = {
  /** The application's restricted role; a database of the user's own is used as it was given. */
  url: string
  ownerUrl: string
  embedded: boolean
  /** Already served somebody else when we came. */
  adopted: boolean
  stop(): Promise<void>
}

const WATCH_EVERY_MS = 500

/** The database in DATABASE_URL, else the embedded one, started or adopted; migrated either way. */
export async function openDatabase(environment: LocalEnvironment): Promise<LocalDatabase> {
  const { databaseUrl, databaseOwnerUrl, dataDirectory } = environment
  if (databaseUrl && databaseOwnerUrl) {
    await applyMigrations(databaseOwnerUrl)
    return {
      url: databaseUrl,
      ownerUrl: databaseOwnerUrl,
      embedded: false,
      adopted: true,
      stop: async () => undefined,
    }
  }
  const postgres = await step('Database', (report) => startEmbedded(dataDirectory, report))
  const stop = keepRunning(postgres, dataDirectory)
  try {
    await applyMigrations(postgres.ownerUrl)
    await postgres.allowAppLogin()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: postgres.appUrl,
    ownerUrl: postgres.ownerUrl,
    embedded: true,
    adopted: postgres.adopted,
    stop,
  }
}

async function startEmbedded(dataDirectory: string, report: Report): Promise<Postgres> {
  report('starting')
  const postgres = await startPostgres({
    dataDir: dataDirectory,
    onWait: () => report('waiting for the server'),
  })
  const found = postgres.adopted ? ' (was still running)' : ''
  report(`PostgreSQL on port ${postgres.port}, files in ${postgres.directory}${found}`)
  return postgres
}

async function applyMigrations(ownerUrl: string): Promise<void> {
  await step('Migrations', async (report) => {
    const { applied } = await migrate({ ownerUrl }).catch((error: Error) => {
      throw new Failure(`${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`)
    })
    report(applied.length ? `${applied.length} applied` : 'up to date')
  })
}

/** Starts the server again whenever it ends by itself. Answers what stops it for good. */
function keepRunning(first: Postgres, dataDirectory: string): () => Promise<void> {
  let current = first
  let stopping = false
  const watch = async () => {
    while (!stopping) {
      await sleep(WATCH_EVERY_MS, undefined, { ref: false })
      if (stopping || isRunning(current.pid)) continue
      say('The database ended by itself; starting it again')
      try {
        current = await startPostgres({ dataDir: dataDirectory })
        if (stopping) await current.stop()
        else say(`The database is back on port ${current.port}`)
      } catch (error) {
        say((error as Error).message)
      }
    }
  }
  void watch()
  return async () => {
    stopping = true
    await current.stop()
  }
}
