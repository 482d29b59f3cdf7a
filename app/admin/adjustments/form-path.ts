import type { AdjustmentType } from '@/db/schema/adjustment'
import type { Account } from '@/db/schema/ledger'

type Side = { account: Account; user?: string }
type Wanted = { type: AdjustmentType; to: Side; from: Side; amount: bigint }

/** The form of an adjustment, filled in from one account to the other; the other way round when negative. Won. */
export function adjustmentPath({ type, to, from, amount }: Wanted): string {
  const [debit, credit] = amount > 0n ? [to, from] : [from, to]
  const won = String(amount > 0n ? amount : -amount)
  const lines = {
    ...{ account1: debit.account, side1: 'debit', amount1: won, user1: debit.user },
    ...{ account2: credit.account, side2: 'credit', amount2: won, user2: credit.user },
  }
  const said = Object.entries({ type, ...lines }).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return `/admin/adjustments/new?${new URLSearchParams(said)}`
}
