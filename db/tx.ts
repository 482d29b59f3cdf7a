import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { assertNoOpenTx, openTx, type Database } from './client'
import { sqlState, violatedConstraint } from './sql-state'

declare const insideTx: unique symbol

/** A handle that exists only while its transaction is open. The pool's type does not fit where this is asked for. */
export type Tx = NodePgDatabase & { $client: pg.PoolClient; readonly [insideTx]: true }

/** The connection died during COMMIT and the database cannot yet say whether it took effect. */
export class CommitUnknownError extends Error {
  override name = 'CommitUnknownError'
}

const RETRYABLE = new Set(['40001', '40P01', '55P03'])
/** Two posted one reference at the same instant: the second finds it when it looks again. */
const POSTED_MEANWHILE = 'transactions_once'
const MAX_RETRIES = 5
const FIRST_RETRY_MS = 10
/** After these the session itself is sound and its connection may be used again. */
const CLEAN_CLASSES = new Set(['22', '23', '40', '55', 'P0', 'PP'])

/**
 * Runs `work` in one READ COMMITTED transaction and commits it. Serialisation failures, deadlocks and lock
 * time-outs are tried again, so `work` must be free of outside effects. Whatever `work` throws rolls back.
 */
export async function withTx<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  assertNoOpenTx('a second tx')
  return withRetries(() => runOnce(db, work))
}

/** Tries `work` again when another transaction got in its way; for work that begins anew each time. */
async function withRetries<T>(work: () => Promise<T>, worthwhile = isRetryable): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= MAX_RETRIES || !worthwhile(error)) throw error
      await sleep(Math.random() * FIRST_RETRY_MS * 2 ** attempt)
    }
  }
}

/**
 * Runs one statement that commits by itself and has its effect once, however often it is run: also again when the
 * connection broke and nobody knows what became of it.
 */
export async function repeatable<T>(statement: () => Promise<T>): Promise<T> {
  return withRetries(statement, (error) => isRetryable(error) || isBroken(error))
}

function isBroken(error: unknown): boolean {
  const state = sqlState(error)
  return state
    ? /^(08|57P)/.test(state)
    : /^Connection terminated|\bE(CONNRESET|PIPE)\b/.test(String((error as Error).message))
}

function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(sqlState(error) ?? '') || violatedConstraint(error) === POSTED_MEANWHILE
}

async function runOnce<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await db.$client.connect()
  let broken: Error | undefined
  let doubt: Doubt | null = null
  let result: T
  try {
    await client.query('begin isolation level read committed')
    // Awaited in there: Drizzle's queries start only when somebody waits for them.
    result = await openTx.run(true, async () => await work(drizzle(client) as unknown as Tx))
    doubt = await commit(client)
    broken = doubt?.failure
  } catch (error) {
    if (!CLEAN_CLASSES.has((sqlState(error) ?? 'PP').slice(0, 2))) broken = error as Error
    await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.release(broken)
  }
  // Only now, with the connection given back: when a whole pool is in doubt, somebody must still be able to ask.
  if (doubt && !(await tookEffect(db, doubt))) throw doubt.failure
  return result
}

/** A COMMIT without an answer: which transaction it was, in which life of the server. */
type Doubt = { xid: string; life: string; failure: Error }

// The server forgets its statistics when it recovers from a crash, so the time of that tells its lives apart.
const LIFE = 'pg_stat_get_bgwriter_stat_reset_time()::text'

/** Null when it is committed. Throws what refused it; an error on the way says nothing about its effect. */
async function commit(client: pg.PoolClient): Promise<Doubt | null> {
  const { rows } = await client.query<{ xid: string | null; life: string }>(
    `select pg_current_xact_id_if_assigned()::text as xid, ${LIFE} as life`,
  )
  const { xid, life } = rows[0]!
  try {
    await client.query('commit')
    return null
  } catch (error) {
    const refused = /^(23|PP)/.test(sqlState(error) ?? '') || isRetryable(error)
    if (refused || xid === null) throw error
    return { xid, life, failure: error as Error }
  }
}

const STATUS_TRIES = 20
const STATUS_PAUSE_MS = 250

/** Throws CommitUnknownError when the database cannot say. */
async function tookEffect(db: Database, { xid, life }: Doubt): Promise<boolean> {
  for (let attempt = 0; attempt < STATUS_TRIES; attempt++) {
    const seen = await db
      .execute<{ life: string; status: string }>(
        sql`select ${sql.raw(LIFE)} as life, pg_xact_status(${xid}::xid8) as status`,
      )
      .then(({ rows }) => rows[0])
      .catch(() => undefined)
    // A crash may take back numbers that were not on disk yet, and the next life gives them to others.
    if (seen && seen.life !== life) break
    if (seen?.status === 'committed' || seen?.status === 'aborted') return seen.status === 'committed'
    await sleep(STATUS_PAUSE_MS)
  }
  throw new CommitUnknownError('the outcome of a COMMIT is not known yet')
}
