import { sql } from 'drizzle-orm'
import type { Account } from '@/db/schema/ledger'
import type { Tx } from '@/db/tx'
import { PosPayError } from '@/lib/errors'
import { readTotals } from '@/lib/ledger/totals'

const DEPOSITS: Account[] = [
  ...(['balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt'] as const),
  ...(['withdrawals_in_transit', 'charge_refunds_in_transit', 'suspense'] as const),
  ...(['pg_receivable', 'pg_payout_balance', 'safeguarded_bank'] as const),
]
/** What Toss kept of the deposits when it settled. */
const KEPT: Account[] = ['pg_fees', 'input_vat']

/**
 * Throws STATE_CONFLICT unless what we owe people is covered by what there is for it, as the invariant
 * `deposits_are_covered` says it of every entry: from the daily totals, less what people posted to Toss's fees by hand.
 */
export async function requireCovered(tx: Tx): Promise<void> {
  const totals = await readTotals(tx)
  const { rows } = await tx.execute<{ amount: string }>(sql`
    select coalesce(sum(e.amount), 0)::text as amount from adjustments a
      join transactions t on t.type = a.type and t.reference = a.id::text
      join entries e on e.transaction_id = t.id and e.account = any (${sql.param(KEPT)}::text[])`)
  const held = totals
    .filter(({ account }) => [...DEPOSITS, ...KEPT].includes(account))
    .reduce((sum, { balance }) => sum + balance, 0n)
  if (held - BigInt(rows[0]!.amount) > 0n) {
    throw new PosPayError('STATE_CONFLICT', {
      message: '고객의 돈이 모자라게 돼서 올릴 수 없어요. 별도관리 계좌를 먼저 채워 주세요.',
    })
  }
}
