import { sql } from 'drizzle-orm'
import { bankWatch } from '@/db/schema/bank-statement'
import { rollUp } from '@/db/schema/ledger'
import type { Tx } from '@/db/tx'

/** What moves the safeguarded account in our book: the types that the index `transactions_at_bank` has. */
export const AT_BANK = sql.raw(
  ['settlement', 'withdraw_paid', 'withdraw_returned', 'adjustment', 'bank_transfer', 'write_off']
    .map((type) => `'${type}'`)
    .join(', '),
)

/**
 * Up to which transaction what moved the account was taken up. Asked for by itself: only a number that is known lets the
 * database plan for the few that came after it.
 */
export async function takenUpThrough(tx: Tx): Promise<bigint> {
  const [watch] = await tx.select({ through: bankWatch.through }).from(bankWatch)
  return watch!.through
}

/**
 * Writes down what has moved the account since this was last done and has no line of the bank's yet, so that it is read
 * again by itself for as long as it has none. Goes as far as the daily totals do: nothing before that can still be
 * posted. Under `lockLines`.
 */
export async function takeUp(tx: Tx): Promise<void> {
  const since = await takenUpThrough(tx)
  const [totals] = await tx.select({ through: rollUp.through }).from(rollUp)
  const { through } = totals!
  if (through <= since) return
  await tx.execute(sql`
    insert into bank_open_items (transaction_id, day)
      select t.id, (t.occurred_at at time zone 'Asia/Seoul')::date from transactions t
      where t.type in (${AT_BANK}) and t.seq > ${since} and t.seq <= ${through}
        and exists (select from entries e where e.transaction_id = t.id and e.account = 'safeguarded_bank')
        and not exists (select from bank_matches m where m.transaction_id = t.id)`)
  await tx.update(bankWatch).set({ through })
}
