import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { Database } from '@/db/client'
import { migrate } from '@/db/migrate'
import { APP_ROLE, OWNER_ROLE, withClient } from '@/scripts/postgres/roles'

export type TestDatabase = {
  /** Owns the tables. */
  ownerUrl: string
  /** The application's restricted role. */
  appUrl: string
  superuserUrl: string
  name: string
  /** Ends whatever is still connected. */
  drop(): Promise<void>
}

const NO_LIMITS = ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout']

/** For sessions whose pace is the test's: a busy machine, or a statement held back on purpose, is no finding. */
export function withoutTimeLimits(db: Database): Database {
  const { options } = db.$client
  options.options = [options.options, ...NO_LIMITS.map((name) => `-c ${name}=0`)].join(' ')
  return db
}

const REPOSITORY = join(import.meta.dirname, '..', '..')

/** Makes the migrated database that tests get copies of, unless these very migrations have one on the server already. */
export async function prepareTemplate(adminUrl: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    exclusively(client, async () => {
      const template = templateName()
      const { rows } = await client.query('SELECT datistemplate FROM pg_database WHERE datname = $1', [
        template,
      ])
      if (rows[0]?.datistemplate) return
      await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
      await letIn(client, adminUrl, OWNER_ROLE, 'LOGIN CREATEROLE')
      await client.query(`CREATE DATABASE ${template} OWNER ${OWNER_ROLE}`)
      await migrate({ ownerUrl: urlOf(adminUrl, OWNER_ROLE, template) })
      await letIn(client, adminUrl, APP_ROLE, 'LOGIN')
      const mutation = readMutation()
      if (mutation) await withClient(urlOf(adminUrl, null, template), (inside) => inside.query(mutation))
      await client.query(`ALTER DATABASE ${template} IS_TEMPLATE true`)
    }),
  )
}

/** For a template that nobody will want again. */
export async function dropTemplate(adminUrl: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    exclusively(client, async () => {
      await client.query(`ALTER DATABASE ${templateName()} IS_TEMPLATE false`)
      await client.query(`DROP DATABASE ${templateName()} WITH (FORCE)`)
    }),
  )
}

/** A migrated, empty database of its own, on the server that the global setup prepared. */
export async function createDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env.TEST_DATABASE_ADMIN_URL
  if (!adminUrl) throw new Error('TEST_DATABASE_ADMIN_URL is missing: tests/support/global-setup.ts sets it')
  const name = `test_${randomBytes(8).toString('hex')}`
  const template = templateName()
  await withClient(adminUrl, (client) =>
    exclusively(client, () =>
      client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${OWNER_ROLE}`),
    ),
  )
  return {
    ownerUrl: urlOf(adminUrl, OWNER_ROLE, name),
    appUrl: urlOf(adminUrl, APP_ROLE, name),
    superuserUrl: urlOf(adminUrl, null, name),
    name,
    drop: () =>
      withClient(adminUrl, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  }
}

// Postgres refuses to copy a database while another copy of it is being made.
async function exclusively(client: pg.Client, work: () => Promise<unknown>): Promise<void> {
  const key = `hashtextextended('${templateName()}', 0)`
  await client.query(`SELECT pg_advisory_lock(${key})`)
  await work()
  await client.query(`SELECT pg_advisory_unlock(${key})`)
}

/** On a test server all roles share the superuser's password. */
async function letIn(client: pg.Client, adminUrl: string, role: string, rights: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  const password = client.escapeLiteral(decodeURIComponent(new URL(adminUrl).password))
  await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${role} ${rights} PASSWORD ${password}`)
}

/**
 * SQL that takes one guard away after the migrations, in the file that TEST_DATABASE_MUTATION names: `npm run
 * test:mutation` wants to see some test fail without it.
 */
function readMutation(): string {
  const file = process.env.TEST_DATABASE_MUTATION
  return file ? readFileSync(file, 'utf8') : ''
}

function templateName(): string {
  const hash = createHash('sha256').update(readMutation())
  for (const folder of ['drizzle', 'drizzle/meta']) {
    for (const file of readdirSync(join(REPOSITORY, folder), { withFileTypes: true })) {
      if (file.isFile()) hash.update(file.name).update(readFileSync(join(REPOSITORY, folder, file.name)))
    }
  }
  return `template_${hash.digest('hex').slice(0, 16)}`
}

function urlOf(adminUrl: string, role: string | null, database: string): string {
  const url = new URL(adminUrl)
  if (role) url.username = role
  url.pathname = `/${database}`
  return url.href
}
