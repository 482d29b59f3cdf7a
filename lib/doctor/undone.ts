import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
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

/** Whether the database lets a statement through, as part of a tx that goes on either way. */
export async function isAllowed(tx: Tx, statement: string): Promise<boolean> {
  await tx.execute(sql`savepoint attempt`)
  try {
    await tx.execute(sql.raw(statement))
    return true
  } catch {
    return false
  } finally {
    await tx.execute(sql`rollback to savepoint attempt`)
  }
}
