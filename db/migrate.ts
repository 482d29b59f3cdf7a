import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

const folder = fileURLToPath(new URL('../drizzle', import.meta.url))

/** Two instances that start together migrate one after the other. */
const MIGRATION_LOCK = 7_267_729

/** Applies what is missing, in order. Throws a sentence when the database cannot be reached or is newer than the code. */
export async function migrate({ ownerUrl }: { ownerUrl: string }): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 })
  await client.connect().catch((error: Error) => {
    throw new Error(`The database cannot be reached: ${error.message}`)
  })
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const journal = await readJournal()
    const before = await appliedUntil(client)
    const newest = Math.max(...journal.map(({ when }) => when))
    if (before > newest) {
      throw new Error(
        'The database has migrations newer than this code: deploy the newer code, or use another database',
      )
    }
    await client.query("set lock_timeout = '5s'")
    await applyMigrations(drizzle(client), { migrationsFolder: folder })
    return { applied: journal.filter(({ when }) => when > before).map(({ tag }) => tag) }
  } finally {
    await client.end()
  }
}

async function readJournal(): Promise<{ tag: string; when: number }[]> {
  return JSON.parse(await readFile(`${folder}/meta/_journal.json`, 'utf8')).entries
}

/** When the newest applied migration was written, in milliseconds since 1970; 0 before the first. */
async function appliedUntil(client: pg.Client): Promise<number> {
  const { rows: tables } = await client.query("select to_regclass('drizzle.__drizzle_migrations') as name")
  if (!tables[0].name) return 0
  const { rows } = await client.query(
    'select max(created_at)::bigint as until from drizzle.__drizzle_migrations',
  )
  return Number(rows[0].until ?? 0)
}
