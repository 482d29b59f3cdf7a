import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/tx'

/** Until COMMIT nobody else opens or closes a break: what a run concludes and what people close are one after the other. */
export async function lockBreaks(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('reconciliation_breaks'))`)
}
