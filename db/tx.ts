import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { assertNoOpenTx, openTx, type Database } from './client'
import { sqlState } from './sql-state'

declare const insideTx: unique symbol

/** A handle that exists only while its transaction is open. The pool's type does not fit where this is asked for. */
export type Tx = NodePgDatabase & { $client: pg.PoolClient; readonly [insideTx]: true }

/** The connection died during COMMIT and the database cannot yet say whether it took effect. */
export class CommitUnknownError extends Error {
  override name = 'CommitUnknownError'
}

const RETRYABLE = new Set(['40001', '40P01', '55P03'])
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
  for (let attempt = 0; ; attempt++) {
    try {
      return await runOnce(db, work)
    } catch (error) {
      if (attempt >= MAX_RETRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error
      await sleep(Math.random() * FIRST_RETRY_MS * 2 ** attempt)
    }
  }
}

async function runOnce<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await db.$client.connect()
  let broken: Error | undefined
  try {
    await client.query('begin isolation level read committed')
    const result = await openTx.run(true, async () => await work(drizzle(client) as unknown as Tx))
    const { rows } = await client.query<{ xid: string | null }>(
      'select pg_current_xact_id_if_assigned()::text as xid',
    )
    await commit(db, client, rows[0]?.xid ?? null)
    return result
  } catch (error) {
    const clean =
      CLEAN_CLASSES.has((sqlState(error) ?? 'PP').slice(0, 2)) && !(error instanceof CommitUnknownError)
    if (!clean) broken = error as Error
    await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.release(broken)
  }
}

/** An error during COMMIT says nothing about its effect: the transaction's own status does. */
async function commit(db: Database, client: pg.PoolClient, xid: string | null): Promise<void> {
  try {
    await client.query('commit')
  } catch (error) {
    if (
      sqlState(error)?.startsWith('23') ||
      sqlState(error)?.startsWith('PP') ||
      RETRYABLE.has(sqlState(error) ?? '')
    )
      throw error
    if (xid === null) throw error
    if ((await commitStatus(db, xid)) === 'committed') return
    throw error
  }
}

const STATUS_TRIES = 20
const STATUS_PAUSE_MS = 250

async function commitStatus(db: Database, xid: string): Promise<'committed' | 'aborted'> {
  for (let attempt = 0; attempt < STATUS_TRIES; attempt++) {
    const status = await db
      .execute<{ status: string }>(sql`select pg_xact_status(${xid}::xid8) as status`)
      .then(({ rows }) => rows[0]?.status)
      .catch(() => undefined)
    if (status === 'committed' || status === 'aborted') return status
    await sleep(STATUS_PAUSE_MS)
  }
  throw new CommitUnknownError('the outcome of a COMMIT is not known yet')
}
