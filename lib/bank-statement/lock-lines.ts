import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/tx'

/** Until COMMIT nobody else takes in lines or finds their other halves. */
export async function lockLines(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('bank_lines'))`)
}
