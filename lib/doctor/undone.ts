import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { sqlState } from '@/db/sql-state'
import { withTx, type Tx } from '@/db/tx'

/** Tries something for real in a tx that is always rolled back; answers what `work` does. */
export async function undone<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  let result: { value: T } | null = null
  const stop = new Error('tried and undone')
  await withTx(db, async (tx) => {
    result = { value: await work(tx) }
    throw stop
  }).catch((error: unknown) => {
    if (error !== stop) throw error
  })
  return result!.value
}

const NO_PRIVILEGE = '42501'

/**
 * Whether the role may run a statement, as part of a tx that goes on either way. Throws when something else than the
 * lack of a right stood in its way: that proves nothing.
 */
export async function isAllowed(tx: Tx, statement: string): Promise<boolean> {
  await tx.execute(sql`savepoint attempt`)
  try {
    await tx.execute(sql.raw(statement))
    return true
  } catch (error) {
    if (sqlState(error) === NO_PRIVILEGE) return false
    throw error
  } finally {
    await tx.execute(sql`rollback to savepoint attempt`)
  }
}
