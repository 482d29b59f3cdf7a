import { migrate } from '@/db/migrate'
import { DATABASE, OWNER_ROLE, withClient } from '../postgres/roles'
import { startPostgres } from '../postgres/start-postgres'
import { createTemporaryData, removeTemporaryData } from '../temporary-data'
import { openPool } from './pool'

export type Role = 'superuser' | 'owner' | 'app'

export type Server = {
  version: string
  urlOf(role: Role, database: string): string
  /** A copy of the template, empty without one. Connections that idle in the template end: pools make new ones. */
  createDatabase(name: string, template?: string): Promise<void>
  /** A statement of the superuser's, in the given database. */
  run(database: string, statement: string): Promise<void>
  /** How much WAL has been written, in bytes. */
  readWal(): Promise<number>
  /** What would make later rounds dearer than earlier ones. */
  readCheckpoints(): Promise<{ checkpoints: number; fullPageImages: number }>
  stop(): Promise<void>
}

/** The same for both sides. Durable; no checkpoint comes while anything is measured, so no full-page image either. */
export const SETTINGS = {
  max_connections: '200',
  shared_buffers: '1GB',
  max_wal_size: '40GB',
  checkpoint_timeout: '1h',
  // For filling and verifying; nothing that is measured sorts or hashes much.
  work_mem: '64MB',
  maintenance_work_mem: '512MB',
  fsync: 'on',
  synchronous_commit: 'on',
  autovacuum: 'on',
}

/** The migrated database that every book is a copy of. */
export const TEMPLATE = DATABASE

/** A throw-away server of the bench's own. `stop` ends it and removes its files. */
export async function startServer(): Promise<Server> {
  const dataDir = await createTemporaryData()
  const postgres = await startPostgres({ dataDir, settings: SETTINGS })
  await migrate({ ownerUrl: postgres.ownerUrl })
  await postgres.allowAppLogin()

  const urls = { superuser: postgres.superuserUrl, owner: postgres.ownerUrl, app: postgres.appUrl }
  const urlOf = (role: Role, database: string) => {
    const url = new URL(urls[role])
    url.pathname = `/${database}`
    return url.href
  }
  const run = (database: string, statement: string) =>
    withClient(urlOf('superuser', database), async (client) => void (await client.query(statement)))
  const statistics = openPool(postgres.superuserUrl, 1)
  const readNumbers = async (query: string) =>
    Object.values<string>((await statistics.query(query)).rows[0]).map(Number)

  return {
    version: (await statistics.query('show server_version')).rows[0].server_version,
    urlOf,
    run,
    createDatabase: async (name, template = 'template0') => {
      await run(
        'postgres',
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${template}'`,
      )
      await run('postgres', `create database ${name} template ${template} owner ${OWNER_ROLE}`)
    },
    readWal: async () => (await readNumbers(`select pg_current_wal_insert_lsn() - '0/0'`))[0]!,
    readCheckpoints: async () => {
      const [checkpoints, fullPageImages] = await readNumbers(
        `select num_done, wal_fpi from pg_stat_checkpointer, pg_stat_wal`,
      )
      return { checkpoints: checkpoints!, fullPageImages: fullPageImages! }
    },
    stop: async () => {
      await statistics.end()
      await removeTemporaryData(dataDir)
    },
  }
}
