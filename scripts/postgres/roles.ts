import pg from 'pg'
import { Failure } from '../failure'

export const OWNER_ROLE = 'pospay_owner'
/** Created by the migrations, which know what it may do. */
export const APP_ROLE = 'pospay_app'
export const DATABASE = 'pospay'

const INVALID_PASSWORD = '28P01'

/** Whether the superuser may come in with the password we remember. */
export async function acceptsPassword(superuserUrl: string): Promise<boolean> {
  try {
    await withClient(superuserUrl, (client) => client.query('SELECT 1'))
    return true
  } catch (error) {
    if ((error as { code?: string }).code === INVALID_PASSWORD) return false
    throw error
  }
}

/** Creates the role that owns the tables and its database, or sets the role's password when it exists. */
export async function prepareOwner(superuserUrl: string, password: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const verb = (await exists(client, 'pg_roles WHERE rolname', OWNER_ROLE)) ? 'ALTER' : 'CREATE'
    await client.query(
      `${verb} ROLE ${OWNER_ROLE} LOGIN CREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
    )
    if (await exists(client, 'pg_database WHERE datname', DATABASE)) return
    await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`)
  })
}

/** Lets the application's restricted role log in; to be called once the migrations have made it. */
export async function allowAppLogin(superuserUrl: string, password: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    if (!(await exists(client, 'pg_roles WHERE rolname', APP_ROLE))) {
      throw new Failure(`The migrations did not create the role ${APP_ROLE}.`)
    }
    await client.query(`ALTER ROLE ${APP_ROLE} LOGIN PASSWORD ${client.escapeLiteral(password)}`)
  })
}

/** Runs the work on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // A server that goes away fails the query under way; without a listener it would end our process too.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function exists(client: pg.Client, condition: string, name: string): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT FROM ${condition} = $1`, [name])
  return rowCount === 1
}
