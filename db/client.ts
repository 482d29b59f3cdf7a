import { AsyncLocalStorage } from 'node:async_hooks'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'

/** The pool with Drizzle over it. Inside a tx neither may be used: the tx's own handle is. */
export type Database = NodePgDatabase & { $client: pg.Pool }

type Options = { max?: number; applicationName?: string; statementTimeoutMs?: number }

/** Set while a tx is open in the current asynchronous flow. */
export const openTx = new AsyncLocalStorage<true>()

/** Throws when a tx is open here: a network call or a second connection would hold its locks for as long. */
export function assertNoOpenTx(what: string): void {
  if (openTx.getStore()) throw new Error(`${what} inside a tx`)
}

/** Reads everything, keeps the workflow rows, and moves money only through `ledger_post`. Made by a migration. */
export const APP_ROLE = 'pospay_app'

/** Statements, lock waits and forgotten transactions end before a user's patience does. */
const STATEMENT_TIMEOUT_MS = 5000
const LOCK_TIMEOUT_MS = 2000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000

/** Connects lazily. Whoever logs in, the restricted role is taken on before the first statement. */
export function connect(url: string, options: Options = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 60_000,
    application_name: options.applicationName ?? 'pospay',
    options: sessionOptions({
      role: APP_ROLE,
      TimeZone: 'UTC',
      statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    }),
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

function sessionOptions(settings: Record<string, string | number>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

/** A broken idle connection is dropped by the pool; the next query opens another. */
function ignore(): void {}
