import { AsyncLocalStorage } from 'node:async_hooks'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'

/** The pool with Drizzle over it. Inside a tx neither may be used: the tx's own handle is. */
export type Database = NodePgDatabase & { $client: pg.Pool }

type Options = { max?: number; role?: string; applicationName?: string }

/** Set while a tx is open in the current asynchronous flow. */
export const openTx = new AsyncLocalStorage<true>()

/** Throws when a tx is open here: a network call or a second connection would hold its locks for as long. */
export function assertNoOpenTx(what: string): void {
  if (openTx.getStore()) throw new Error(`${what} inside a tx`)
}

/** Statements end, lock waits end and forgotten transactions end, before a user's patience does. */
const TIME_LIMITS =
  '-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c TimeZone=UTC'

/** Connects lazily. `role` is taken on at connect, where the login is not itself the restricted role. */
export function connect(url: string, options: Options = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 60_000,
    application_name: options.applicationName ?? 'pospay',
    options: options.role ? `${TIME_LIMITS} -c role=${options.role}` : TIME_LIMITS,
  })
  // Without listeners a server restart would end the process with an uncaught error.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))

  const query = pool.query.bind(pool) as (...input: unknown[]) => unknown
  pool.query = ((...input: unknown[]) => {
    assertNoOpenTx('the global db')
    return query(...input)
  }) as typeof pool.query
  return drizzle(pool)
}

/** A broken idle connection is dropped by the pool; the next query opens another. */
function ignore(): void {}
