import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { ADJUSTMENT_INVARIANTS } from './adjustment/invariants'
import { BANK_STATEMENT_INVARIANTS } from './bank-statement/invariants'
import { BOOKING_INVARIANTS } from './booking/invariants'
import { AUTO_TOPUP_INVARIANTS } from './charge/auto-topup/invariants'
import { CASE_INVARIANTS } from './cases/invariants'
import { CHARGE_INVARIANTS } from './charge/invariants'
import { EVIDENCE_INVARIANTS } from './doctor/invariants'
import { LEDGER_INVARIANTS, type Invariant } from './ledger/invariants'
import { MEMBER_INVARIANTS } from './member/invariants'
import { PROOF_INVARIANTS } from './proof/invariants'
import { RECONCILIATION_INVARIANTS } from './reconcile/invariants'
import { REFUND_INVARIANTS } from './refund/invariants'
import { SAFEGUARD_INVARIANTS } from './safeguard/invariants'
import { SETTLEMENT_INVARIANTS } from './settlement/invariants'
import { TAX_INVARIANTS } from './tax/invariants'
import { TERMS_INVARIANTS } from './terms/invariants'
import { WITHDRAWAL_INVARIANTS } from './withdrawal/invariants'

export const INVARIANTS: Invariant[] = [
  ...LEDGER_INVARIANTS,
  ...CHARGE_INVARIANTS,
  ...AUTO_TOPUP_INVARIANTS,
  ...REFUND_INVARIANTS,
  ...BOOKING_INVARIANTS,
  ...SETTLEMENT_INVARIANTS,
  ...WITHDRAWAL_INVARIANTS,
  ...RECONCILIATION_INVARIANTS,
  ...BANK_STATEMENT_INVARIANTS,
  ...PROOF_INVARIANTS,
  ...SAFEGUARD_INVARIANTS,
  ...EVIDENCE_INVARIANTS,
  ...ADJUSTMENT_INVARIANTS,
  ...MEMBER_INVARIANTS,
  ...TERMS_INVARIANTS,
  ...CASE_INVARIANTS,
  ...TAX_INVARIANTS,
]

/** What holds at every instant, whether the worker runs or not. */
export const ALWAYS = INVARIANTS.filter(({ atRest }) => !atRest)

export type Broken = { name: string; says: string; details: string[] }

type Scope = {
  /** Everything up to this transaction was found sound before; 0 looks at the whole book. */
  since?: bigint
  now?: Date
}

/** Every invariant that does not hold, with what breaks it; empty when all is well. */
export async function verify(
  db: Pick<Database, 'execute'>,
  invariants: Invariant[] = ALWAYS,
  { since = 0n, now = new Date() }: Scope = {},
): Promise<Broken[]> {
  const broken: Broken[] = []
  for (const { name, says, sql: query } of invariants) {
    const text = query.replaceAll(':since', String(since)).replaceAll(':now', `'${now.toISOString()}'`)
    const { rows } = await db.execute<{ detail: string }>(sql.raw(text))
    if (rows.length > 0) broken.push({ name, says, details: rows.map(({ detail }) => detail) })
  }
  return broken
}
