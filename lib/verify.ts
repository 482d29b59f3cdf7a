import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { CHARGE_INVARIANTS } from './charge/invariants'
import { LEDGER_INVARIANTS, type Invariant } from './ledger/invariants'

export const INVARIANTS: Invariant[] = [...LEDGER_INVARIANTS, ...CHARGE_INVARIANTS]

export type Broken = { name: string; says: string; details: string[] }

/** Every invariant that does not hold, with what breaks it; empty when all is well. */
export async function verify(db: Database, invariants: Invariant[] = INVARIANTS): Promise<Broken[]> {
  const broken: Broken[] = []
  for (const { name, says, sql: query } of invariants) {
    const { rows } = await db.execute<{ detail: string }>(sql.raw(query))
    if (rows.length > 0) broken.push({ name, says, details: rows.map(({ detail }) => detail) })
  }
  return broken
}
